//! How wide words are, so that the typesetter need not find out. A table whose columns and rows have a given size is set
//! in half the time: each cell is laid out once, where otherwise it is laid out to find its column's width, its row's
//! height, and then to stay. What cannot be told for certain is left to the typesetter.

#![allow(clippy::float_arithmetic, reason = "lengths on paper, not money")]

use crate::{
    sheet::{Cell, Column, Sheet},
    world,
};
use std::sync::OnceLock;
use typst::{
    layout::Abs,
    text::{Font, FontInstance, FontVariant, FontVariations},
};

// The sizes below are those of `base.typ`, in points.
const TEXT: f64 = 9.5;
const DETAIL: f64 = 8.5;
const LABEL: f64 = 7.5;
const TRACKING: f64 = 0.03;
/// Between the lines of a cell.
const LEADING: f64 = 0.45 * TEXT;
/// Between the columns.
const GUTTER: f64 = 5.2 * MILLIMETRE;
/// Between the margins.
const PAGE: f64 = 168.0 * MILLIMETRE;
const MILLIMETRE: f64 = 72.0 / 25.4;

/// Kerning is not counted: pairs of letters may stand a little further apart than their widths say.
const SLACK: f64 = 1.02;

/// Gives columns and rows a size where it is certain.
pub fn table(sheet: &mut Sheet) {
    for (at, column) in sheet.columns.iter_mut().enumerate().filter(|(_, column)| !column.wide) {
        column.width = column_width(column, sheet.rows.iter().filter_map(|row| row.get(at)));
    }
    let room = room(&sheet.columns);
    let height = |row: &Vec<Cell>| {
        let room = room?;
        let fits =
            |(cell, column): (&Cell, &Column)| !column.wide || cell_width(cell).is_some_and(|width| width < room);
        row.iter().zip(&sheet.columns).all(fits).then(|| row.iter().map(cell_height).fold(0.0, f64::max))
    };
    sheet.row_heights = sheet.rows.iter().map(height).collect();
}

/// What the other columns leave to the wide one; `None` where it is not certain.
fn room(columns: &[Column]) -> Option<f64> {
    let taken: Option<f64> = columns.iter().filter(|column| !column.wide).map(|column| column.width).sum();
    let gutters = columns.iter().skip(1).map(|_| GUTTER).sum::<f64>();
    Some(PAGE - taken? - gutters)
}

fn column_width<'a>(column: &Column, cells: impl Iterator<Item = &'a Cell>) -> Option<f64> {
    let [_, semibold] = faces();
    let letters = column.label.chars().map(|_| TRACKING).sum::<f64>();
    let label = LABEL * (ems(semibold, &column.label)? + letters) * SLACK;
    cells.map(cell_width).try_fold(label, |widest, width| Some(widest.max(width?)))
}

fn cell_width(cell: &Cell) -> Option<f64> {
    let [regular, _] = faces();
    let details = cell.details.iter().map(|detail| Some(DETAIL * ems(regular, detail)? * SLACK));
    let text = TEXT * ems(regular, &cell.text)? * SLACK;
    details.into_iter().try_fold(text, |widest, width| Some(widest.max(width?)))
}

/// As high as its lines, when none of them breaks.
fn cell_height(cell: &Cell) -> f64 {
    let [regular, _] = faces();
    let capital = regular.metrics().cap_height.get();
    TEXT * capital + cell.details.iter().map(|_| LEADING + DETAIL * capital).sum::<f64>()
}

/// The width of a text in ems; `None` when another font must help out.
fn ems(face: &FontInstance, text: &str) -> Option<f64> {
    text.chars().map(|c| Some(face.x_advance(face.ttf().glyph_index(c)?.0)?.get())).sum()
}

/// The sans of every page, regular and semibold.
fn faces() -> &'static [FontInstance; 2] {
    static FACES: OnceLock<[FontInstance; 2]> = OnceLock::new();
    FACES.get_or_init(|| {
        let face =
            |font: &Font| font.clone().instantiate(FontVariant::default(), Abs::pt(TEXT), &FontVariations::default());
        [face(world::regular()), face(world::semibold())]
    })
}
