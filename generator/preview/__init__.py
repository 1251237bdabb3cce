"""预览 preview：在本机看改到一半的网站，核对结论写在它说到的数旁边。It writes nothing and speaks to this machine only."""
