/* SPDX-License-Identifier: Apache-2.0 */
#include "model/catalog.h"

const struct registry *
catalog_registry(const struct catalog *c, struct slice name)
{
    for (size_t i = 0; i < c->nregistries; i++)
        if (slice_eq(c->registries[i].name, name))
            return &c->registries[i];
    return NULL;
}

const struct kind *
catalog_kind(const struct catalog *c, struct slice name)
{
    for (size_t i = 0; i < c->nkinds; i++)
        if (slice_eq(c->kinds[i].name, name))
            return &c->kinds[i];
    return NULL;
}

const struct standard *
catalog_standard(const struct catalog *c, struct slice id)
{
    for (size_t i = 0; i < c->nstandards; i++)
        if (slice_eq(c->standards[i].id, id))
            return &c->standards[i];
    return NULL;
}

const struct standard *
catalog_server(const struct catalog *c, struct slice id)
{
    for (size_t i = 0; i < c->nservers; i++)
        if (slice_eq(c->servers[i].id, id))
            return &c->servers[i];
    return NULL;
}

const struct regime *
catalog_regime(const struct catalog *c, struct slice id)
{
    for (size_t i = 0; i < c->nregimes; i++)
        if (slice_eq(c->regimes[i].id, id))
            return &c->regimes[i];
    return NULL;
}
