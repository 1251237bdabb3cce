"""搜索 search：公开页里要搜的字（fragments）、名称与编码（names）、全文索引（index）；网页一边是 search.js。

Own code and not Pagefind, which was tried first, one character a word, on the same thousand documents: its script and WebAssembly
take 81 kB before anything is asked, and each character of a query another 18, so that 公务接待费 cost 202 kB and a long 科目 359.
Here pairs of characters lead to files of 3 kB; nothing is segmented, the bytes are the same each time, one part is rebuilt when
one of its documents changes, and it works where a portal forbids WebAssembly.
"""
