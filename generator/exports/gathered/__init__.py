"""一个地区一年合在一起的下载文件：一个模块一种。What each disclosure gives to them is written once, with its family."""
