//! The structure, with what was drawn for each of its nodes.

use std::collections::BTreeMap;
use std::num::NonZeroU16;

use krilla::geom::Rect;
use krilla::tagging::{
    BBox, Identifier, ListNumbering, Node, TableHeaderScope, Tag, TagGroup, TagKind, TagTree,
};

use crate::drawing::Mark;
use crate::layout::tags::{NodeId, Role, Structure};

/// What was drawn so far.
#[derive(Default)]
pub(super) struct Drawn {
    content: BTreeMap<NodeId, Vec<Identifier>>,
    boxes: BTreeMap<NodeId, Place>,
    headings: Vec<Heading>,
}

/// Where a heading stands.
pub(super) struct Heading {
    pub(super) text: String,
    pub(super) page: usize,
    pub(super) left: f32,
    pub(super) top: f32,
}

/// Where all of a node stands.
struct Place {
    page: usize,
    left: f32,
    top: f32,
    right: f32,
    bottom: f32,
}

impl Drawn {
    pub(super) fn add(
        &mut self,
        structure: &Structure,
        node: NodeId,
        id: Identifier,
        page: usize,
        mark: &Mark,
    ) {
        let content = self.content.entry(node).or_default();
        if let (Role::Heading(_, text), true) = (structure.role(node), content.is_empty()) {
            self.headings.push(Heading { text: text.clone(), page, left: mark.left, top: mark.top });
        }
        content.push(id);
        let place = Place {
            page,
            left: mark.left,
            top: mark.top,
            right: mark.left + mark.width,
            bottom: mark.bottom(),
        };
        self.boxes.entry(node).and_modify(|known| known.grow(&place)).or_insert(place);
    }

    pub(super) fn headings(&self) -> &[Heading] {
        &self.headings
    }

    /// Nodes of which nothing was drawn are left out.
    pub(super) fn into_tree(mut self, structure: &Structure, language: &str) -> TagTree {
        let mut tree = TagTree::new().with_lang(Some(language.to_owned()));
        for node in structure.children(Structure::ROOT) {
            if let Some(group) = self.group(structure, *node) {
                tree.push(group);
            }
        }
        tree
    }

    fn group(&mut self, structure: &Structure, node: NodeId) -> Option<TagGroup> {
        let content = self.content.remove(&node).unwrap_or_default().into_iter().map(Node::from);
        let mut children: Vec<Node> = content.collect();
        for child in structure.children(node) {
            children.extend(self.group(structure, *child).map(Node::from));
        }
        (!children.is_empty()).then(|| TagGroup::with_children(self.tag(structure, node), children))
    }

    fn tag(&self, structure: &Structure, node: NodeId) -> TagKind {
        match structure.role(node) {
            Role::Document => Tag::Div.into(),
            Role::Heading(level, text) => {
                Tag::Hn(NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN), Some(text.clone())).into()
            }
            Role::Paragraph => Tag::P.into(),
            Role::List => Tag::L(ListNumbering::None).into(),
            Role::Item => Tag::LI.into(),
            Role::Label => Tag::Lbl.into(),
            Role::Body => Tag::LBody.into(),
            Role::Figure(alt) => {
                let bbox = self.boxes.get(&node).and_then(Place::bbox);
                Tag::Figure(Some(alt.clone())).with_bbox(bbox).into()
            }
            Role::Table => Tag::Table.into(),
            Role::TableHead => Tag::THead.into(),
            Role::TableBody => Tag::TBody.into(),
            Role::Row => Tag::TR.into(),
            Role::ColumnHeader => Tag::TH(TableHeaderScope::Column).into(),
            Role::RowHeader => Tag::TH(TableHeaderScope::Row).into(),
            Role::Cell => Tag::TD.into(),
        }
    }
}

impl Place {
    /// A node on two pages keeps the box of the first.
    fn grow(&mut self, other: &Self) {
        if self.page == other.page {
            self.left = self.left.min(other.left);
            self.top = self.top.min(other.top);
            self.right = self.right.max(other.right);
            self.bottom = self.bottom.max(other.bottom);
        }
    }

    fn bbox(&self) -> Option<BBox> {
        Some(BBox::new(self.page, Rect::from_ltrb(self.left, self.top, self.right, self.bottom)?))
    }
}
