//! Whole documents on paper and in HTML.

mod any_text;
mod html;
mod pages;
mod poppler;
mod samples;
