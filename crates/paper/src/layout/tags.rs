//! The logical structure, built before anything has a page: what is a heading, a cell, a figure, and in which order.

/// A place in a [`Structure`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct NodeId(usize);

/// What a node is for who listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Role {
    Document,
    /// Its level, and what it says.
    Heading(u16, String),
    Paragraph,
    List,
    Item,
    Label,
    Body,
    /// With the sentence that stands for it.
    Figure(String),
    Table,
    TableHead,
    TableBody,
    Row,
    ColumnHeader,
    RowHeader,
    Cell,
}

/// A tree of roles. What is drawn belongs to nodes without children.
#[derive(Debug, Clone)]
pub(crate) struct Structure {
    nodes: Vec<(Role, Vec<NodeId>)>,
}

impl Structure {
    pub(crate) const ROOT: NodeId = NodeId(0);

    pub(crate) fn new() -> Self {
        Self { nodes: vec![(Role::Document, Vec::new())] }
    }

    /// A new last child.
    pub(crate) fn add(&mut self, parent: NodeId, role: Role) -> NodeId {
        let id = NodeId(self.nodes.len());
        self.nodes.push((role, Vec::new()));
        self.nodes[parent.0].1.push(id);
        id
    }

    pub(crate) fn role(&self, node: NodeId) -> &Role {
        &self.nodes[node.0].0
    }

    pub(crate) fn children(&self, node: NodeId) -> &[NodeId] {
        &self.nodes[node.0].1
    }
}
