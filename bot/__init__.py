"""The features of Waymark, one service each, and the ports they need from outside."""
