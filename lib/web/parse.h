/*
 * parse: what the parsers of http.h share among themselves.
 */
#ifndef WEB_PARSE_H
#define WEB_PARSE_H

#include <stddef.h>

int	 http_name_ok(const char *, size_t);

#endif
