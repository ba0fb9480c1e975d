/* SPDX-License-Identifier: Apache-2.0 */
#include "text/xml_path.h"

#include <assert.h>

static bool
is_ours(const struct xml_path *p, struct slice ns)
{
    for (size_t i = 0; i < p->nnamespaces; i++)
        if (slice_eq(p->namespaces[i], ns))
            return true;
    return false;
}

uint8_t
xml_path_open(struct xml_path *p, struct slice ns, struct slice name)
{
    uint8_t id = XML_PATH_OTHER;
    assert(p->depth < XML_DEPTH_MAX); /* xml_read refuses what is deeper */
    for (size_t i = 0; i < p->nrules; i++)
        if (p->rules[i].within == p->at[p->depth] && slice_eq(p->rules[i].name, name) &&
            is_ours(p, ns)) {
            id = p->rules[i].id;
            break;
        }
    p->at[++p->depth] = id;
    return id;
}

uint8_t
xml_path_close(struct xml_path *p)
{
    assert(p->depth > 0); /* xml_read pairs them */
    return p->at[p->depth--];
}
