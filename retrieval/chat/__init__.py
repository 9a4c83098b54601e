"""Chat models: opened by name, asked within bounds, told what to do in one place, their replies parsed strictly."""
