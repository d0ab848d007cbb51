# Wat de opdrachtregel zegt buiten foutmeldingen
cli-serving = Bereikbaar op { $address }; stop met Ctrl-C
cli-founded = { $name } is opgericht ({ $id })
cli-login = Log in als { $email }
cli-login-password = Log in als { $email } met wachtwoord { $password }
cli-key-made = Sleutel { $id } is gemaakt; de tekst wordt alleen nu getoond:
cli-more = … en meer dan deze { $count }; ga verder met --after en de laatste id, of vraag er meer met --limit
