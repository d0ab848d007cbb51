//! What the typesetter may see: the templates and fonts compiled into the program, and the one sheet it works on.

use crate::{RenderError, sheet::Sheet};
use std::sync::OnceLock;
use typst::{
    Library, LibraryExt, World,
    diag::{FileError, FileResult},
    foundations::{Bytes, Datetime, Duration},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};

/// Name and text of the templates.
const TEMPLATES: &[(&str, &str)] = &[
    ("base.typ", include_str!("../templates/base.typ")),
    ("quote.typ", include_str!("../templates/quote.typ")),
    ("order.typ", include_str!("../templates/order.typ")),
    ("delivery.typ", include_str!("../templates/delivery.typ")),
    ("contract.typ", include_str!("../templates/contract.typ")),
    ("invoice.typ", include_str!("../templates/invoice.typ")),
];

/// The sans of every page. The serif of contracts and the rest of the fonts come from `typst-assets`.
const FONTS: &[&[u8]] = &[
    include_bytes!("../fonts/source-sans-3/SourceSans3-Regular.otf"),
    include_bytes!("../fonts/source-sans-3/SourceSans3-It.otf"),
    include_bytes!("../fonts/source-sans-3/SourceSans3-Semibold.otf"),
];

const SHEET: &str = "sheet.json";
const PAYMENT_CODE: &str = "payment-code.svg";

/// What stays the same for every document.
struct Shop {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    templates: Vec<(FileId, Source)>,
    sheet: FileId,
    payment_code: FileId,
}

fn shop() -> &'static Shop {
    static SHOP: OnceLock<Shop> = OnceLock::new();
    SHOP.get_or_init(|| {
        let own = FONTS.iter().copied().chain(typst_assets::fonts());
        let fonts: Vec<Font> = own.flat_map(|data| Font::iter(Bytes::new(data))).collect();
        let templates = TEMPLATES.iter().map(|(name, text)| {
            let id = file(name);
            (id, Source::new(id, text.to_string()))
        });
        Shop {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            templates: templates.collect(),
            fonts,
            sheet: file(SHEET),
            payment_code: file(PAYMENT_CODE),
        }
    })
}

/// The sans of every page.
pub fn regular() -> &'static Font {
    &shop().fonts[0]
}

pub fn semibold() -> &'static Font {
    &shop().fonts[2]
}

fn file(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("a template's name is a plain file name");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// One document on the typesetter's desk.
pub struct Desk {
    main: FileId,
    sheet: Bytes,
    payment_code: Option<Bytes>,
}

impl Desk {
    pub fn new(sheet: &Sheet) -> Result<Desk, RenderError> {
        let json = sheet.to_json().map_err(|e| RenderError(e.to_string()))?;
        Ok(Desk {
            main: file(sheet.template),
            sheet: Bytes::from_string(json),
            payment_code: sheet.payment_code.clone().map(Bytes::from_string),
        })
    }
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &shop().library
    }
    fn book(&self) -> &LazyHash<FontBook> {
        &shop().book
    }
    fn main(&self) -> FileId {
        self.main
    }
    fn source(&self, id: FileId) -> FileResult<Source> {
        let found = shop().templates.iter().find(|(known, _)| *known == id);
        found.map(|(_, source)| source.clone()).ok_or(FileError::AccessDenied)
    }
    fn file(&self, id: FileId) -> FileResult<Bytes> {
        match &self.payment_code {
            _ if id == shop().sheet => Ok(self.sheet.clone()),
            Some(code) if id == shop().payment_code => Ok(code.clone()),
            _ => Err(FileError::AccessDenied),
        }
    }
    fn font(&self, index: usize) -> Option<Font> {
        shop().fonts.get(index).cloned()
    }
    /// A document's date is its own; the clock has no say.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
