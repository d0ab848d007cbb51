# What the command line says besides errors
cli-serving = Serving on { $address }; stop with Ctrl-C
cli-founded = { $name } is founded ({ $id })
cli-login = Log in as { $email }
cli-login-password = Log in as { $email } with password { $password }
cli-key-made = Key { $id } is made; its text is shown only now:
cli-more = … and more than these { $count }; go on with --after and the last id, or ask for more with --limit
