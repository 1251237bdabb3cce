"""Tests that look at pages in Chromium. A package, so that the browser ends with the last of them."""
