"""The screens: each shows one question's answer and turns keys into calls of the rooms below."""
