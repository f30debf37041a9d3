//! The simple viewers: a closure, and one that leaves entries out.

use crate::codec::{View, Viewer};

impl<'a, V: Viewer<'a> + ?Sized> Viewer<'a> for &mut V {
    #[inline(always)]
    fn view(&mut self, name: &'a str, view: &View<'a>) -> bool {
        (**self).view(name, view)
    }

    #[inline(always)]
    fn text(&mut self, name: &'a str, text: &'a str) -> bool {
        (**self).text(name, text)
    }

    #[inline(always)]
    fn flag(&mut self, name: &'a str, flag: bool) -> bool {
        (**self).flag(name, flag)
    }

    #[inline(always)]
    fn integer(&mut self, name: &'a str, number: i64) -> bool {
        (**self).integer(name, number)
    }
}

/// A closure that takes every entry as a view.
pub struct ByView<F>(pub F);

impl<'a, F: FnMut(&'a str, &View<'a>) -> bool> Viewer<'a> for ByView<F> {
    #[inline(always)]
    fn view(&mut self, name: &'a str, view: &View<'a>) -> bool {
        self.0(name, view)
    }
}

/// Passes entries on to another viewer, but for some.
pub struct Without<'v, 'a, F> {
    /// The other viewer.
    pub viewer: &'v mut dyn Viewer<'a>,
    /// Gives whether an entry of this name is left out.
    pub omits: F,
}

impl<'a, F: FnMut(&'a str) -> bool> Viewer<'a> for Without<'_, 'a, F> {
    #[inline(always)]
    fn view(&mut self, name: &'a str, view: &View<'a>) -> bool {
        (self.omits)(name) || self.viewer.view(name, view)
    }

    #[inline(always)]
    fn text(&mut self, name: &'a str, text: &'a str) -> bool {
        (self.omits)(name) || self.viewer.text(name, text)
    }

    #[inline(always)]
    fn flag(&mut self, name: &'a str, flag: bool) -> bool {
        (self.omits)(name) || self.viewer.flag(name, flag)
    }

    #[inline(always)]
    fn integer(&mut self, name: &'a str, number: i64) -> bool {
        (self.omits)(name) || self.viewer.integer(name, number)
    }
}
