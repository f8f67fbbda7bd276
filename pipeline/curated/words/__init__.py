"""What words say: claims, labels of links, names and titles. Pure."""
