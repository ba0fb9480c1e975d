/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Evidence as CycloneDX JSON, 1.7 or 1.6 (ECMA-424 family): what
 * model/bom.h reads back, fact for fact. How facts are laid down:
 * docs/internals/evidence.md.
 *
 * One file holds any number of targets. The same input gives the same octets:
 * time and serial number come in through the options. Further top-level
 * members (definitions, declarations) are written by `more`.
 *
 * Octets of a fact that are not UTF-8 are written as U+FFFD.
 */
#pragma once

#include "base/map.h"
#include "base/vec.h"
#include "model/evidence.h"
#include "text/json_write.h"

enum cyclonedx_spec {
    CYCLONEDX_1_7,
    CYCLONEDX_1_6, /* says less in CycloneDX's own terms; our properties are the same */
};

struct cyclonedx_view; /* private: a component that shows facts in CycloneDX's own terms */

/* The plan of one document. */
struct cyclonedx {
    const struct evidence *targets;
    size_t n;
    struct slice **refs; /* bom-ref of asset i of target t: refs[t][i] */
    VEC(struct cyclonedx_view) views;
    size_t **first;        /* where in views those of an asset begin, as refs */
    struct map taken;      /* bom-refs; private */
    struct map algorithms; /* refs of the views of algorithms */
};

struct cyclonedx_options {
    enum cyclonedx_spec spec;
    int64_t when;         /* metadata.timestamp, seconds since 1970; 0: none is written */
    const uint8_t *uuid;  /* 16 octets for the serial number; null: none is written */
    struct slice version; /* of this program, for metadata.tools */

    /* Null, or writes further members of the document. bom-refs must stay unique. */
    void (*more)(void *ctx, struct json_write *w, const struct cyclonedx *doc);
    void *more_ctx;
};

/* Gives every asset its bom-ref: its id, made unique within the file. */
void cyclonedx_prepare(struct cyclonedx *out, struct arena *a, const struct evidence *targets,
                       size_t n);

/* The bom-ref of an asset of one of the document's targets. */
struct slice cyclonedx_ref_of(const struct cyclonedx *doc, const struct evidence *target,
                              const struct asset *as);

/* A bom-ref that nothing in the document has: `wanted`, or with a number behind. */
struct slice cyclonedx_ref(struct cyclonedx *doc, struct arena *a, struct slice wanted);

/*
 * ERR_SYSTEM where the sink did not take all of it. `scratch` is given back as
 * it was, so the sink must not allocate from it.
 */
MUST_USE bool cyclonedx_write(const struct cyclonedx *doc, const struct cyclonedx_options *o,
                              json_sink sink, void *ctx, struct arena *scratch, struct err *e);
