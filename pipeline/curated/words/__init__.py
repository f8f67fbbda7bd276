"""What words say: claims, labels of links, names, titles, and the hosts of URLs. Pure."""
