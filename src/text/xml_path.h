/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which element of a format this is, by its name and that of the element that
 * holds it: a table of rules instead of state in each reader of XML. An
 * element in an unknown place, or of another namespace, is XML_PATH_OTHER, and so
 * is all within it.
 */
#pragma once

#include "text/xml.h"

#define XML_PATH_ROOT 0  /* as the holder in a rule: nothing is around it */
#define XML_PATH_OTHER 1 /* own ids start behind it */

struct xml_path_rule {
    uint8_t id, within;
    struct slice name;
};

struct xml_path {
    const struct xml_path_rule *rules;
    size_t nrules;
    const struct slice *namespaces; /* any of them */
    size_t nnamespaces;
    uint8_t at[XML_DEPTH_MAX + 1];
    size_t depth;
};

/* Call it from every `open` and `close`; gives the element's id. */
uint8_t xml_path_open(struct xml_path *p, struct slice ns, struct slice name);
uint8_t xml_path_close(struct xml_path *p);

/* That of the innermost open element. */
static inline uint8_t
xml_path_here(const struct xml_path *p)
{
    return p->at[p->depth];
}
