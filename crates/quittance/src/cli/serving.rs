//! `quittance serve`

use super::{print, stop::Stop};
use crate::{config::Settings, server};
use clap::ArgMatches;

pub async fn serve(settings: &Settings, matches: &ArgMatches) -> Result<(), Stop> {
    let listen = matches.get_one::<String>("listen").map_or(server::LISTEN, String::as_str);
    let listener = server::listen(listen).await?;
    let app = settings.open_or_make().await?;
    let address = listener.local_addr().map_or_else(|_| listen.to_string(), |address| address.to_string());
    print::say(settings, "cli-serving", &[("address", format!("http://{address}"))]);
    Ok(server::serve(app, listener).await?)
}
