//! Icons from the vendored sprite. An icon beside words is hidden from screen readers; one that stands alone needs a
//! label on its button.

use maud::{Markup, html};

macro_rules! icons {
    ($($name:ident => $id:literal),* $(,)?) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Icon { $($name),* }

        impl Icon {
            /// Every icon, for tests and the gallery.
            pub const ALL: &[Icon] = &[$(Icon::$name),*];

            /// The symbol's id in the sprite.
            pub fn id(self) -> &'static str {
                match self { $(Icon::$name => $id),* }
            }
        }
    };
}

icons! {
    Home => "home", Users => "users", Target => "target", Tag => "tag", FileText => "file-text", Writing => "writing",
    ShoppingCart => "shopping-cart", TruckDelivery => "truck-delivery", Refresh => "refresh", Receipt => "receipt",
    Cash => "cash", Book => "book", TrendingUp => "trending-up", Bulb => "bulb", Settings => "settings",
    Search => "search", Moon => "moon", Sun => "sun", Contrast => "contrast", Language => "language",
    Menu => "menu-2", Plus => "plus", Dots => "dots", ChevronRight => "chevron-right", ChevronLeft => "chevron-left",
    ChevronDown => "chevron-down", Cross => "x", Check => "check", Copy => "copy", Download => "download",
    Upload => "upload", Filter => "filter", ArrowUp => "arrow-up", ArrowDown => "arrow-down", Selector => "selector",
    Trash => "trash", Pencil => "pencil", Send => "send", Clock => "clock", AlertTriangle => "alert-triangle",
    AlertCircle => "alert-circle", InfoCircle => "info-circle", CircleCheck => "circle-check", Logout => "logout",
    UserCircle => "user-circle", Message => "message", Bolt => "bolt", Code => "code",
    ExternalLink => "external-link", Paperclip => "paperclip", Calendar => "calendar", Printer => "printer",
    Mail => "mail", Building => "building", Package => "package", Coins => "coins", CreditCard => "credit-card",
    Lock => "lock", Inbox => "inbox", Keyboard => "keyboard", Contract => "contract", Archive => "archive",
    Ban => "ban", ArrowBackUp => "arrow-back-up", History => "history", GitBranch => "git-branch",
    ShieldCheck => "shield-check", Hash => "hash", ArrowRight => "arrow-right", Grip => "grip-vertical", Eye => "eye",
    Bell => "bell", World => "world", FileDownload => "file-download", Database => "database", Scale => "scale",
    Report => "report-analytics",
}

/// One icon, as large as the text beside it.
pub fn icon(icon: Icon) -> Markup {
    let href = format!("{}#{}", crate::assets::asset("vendor/tabler-icons/icons.svg"), icon.id());
    html! { svg class="ic" aria-hidden="true" focusable="false" { use href=(href) {} } }
}
