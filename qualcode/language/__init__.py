"""Indonesian text: tokens, normal forms, sentences, keywords. Knows no database."""
