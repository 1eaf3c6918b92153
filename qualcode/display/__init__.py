"""Display: matrices, co-occurrence, keyword in context."""
