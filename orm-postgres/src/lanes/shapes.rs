use std::sync::{Arc, Mutex, PoisonError};

use hashlink::LruCache;

use super::shape::Shape;

/// The shapes of reads by their text. The one unused for longest goes first, as in the caches of prepared statements.
pub(crate) struct Shapes {
    by_text: Mutex<LruCache<Box<str>, Arc<Shape>>>,
}

impl Shapes {
    pub(crate) fn new(capacity: usize) -> Self {
        Self { by_text: Mutex::new(LruCache::new(capacity)) }
    }

    pub(crate) fn get(&self, sql: &str) -> Arc<Shape> {
        let mut by_text = self.by_text.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(shape) = by_text.get(sql) {
            return Arc::clone(shape);
        }
        let shape = Arc::new(Shape::new());
        by_text.insert(sql.into(), Arc::clone(&shape));
        shape
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forgets_the_shape_unused_for_longest() {
        let shapes = Shapes::new(2);
        let a = shapes.get("a");
        shapes.get("b");
        shapes.get("a");
        shapes.get("c");
        assert!(Arc::ptr_eq(&a, &shapes.get("a")));
        shapes.get("b");
        assert!(Arc::strong_count(&a) == 2);
    }
}
