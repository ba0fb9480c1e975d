/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The official test files of CycloneDX: every valid JSON document is either
 * read or said to hold nothing that can be judged; skips where they are absent.
 */
#include "model/bom.h"
#include "support/cases.h"
#include "support/words.h"

#include <stdio.h>
#include <stdlib.h>

static const char *shared; /* the folder */

struct row {
    const char *name;
    const char *path; /* below `shared` */
    const char *says; /* null: it is read; "": it is valid but holds nothing to judge */
    size_t assets;    /* of those that are read; 0: any number */
};

static const struct row rows[] = {
    {"full, 1.7", "1.7/valid-cryptography-full-1.7.json", NULL, 0},
    {"full deprecated, 1.7", "1.7/valid-cryptography-full-deprecated-1.7.json", NULL, 0},
    {"certificate, 1.7", "1.7/valid-cryptography-certificate-1.7.json", NULL, 2},
    {"certificate advanced, 1.7", "1.7/valid-cryptography-certificate-advanced-1.7.json", NULL, 0},
    {"full, 1.6", "1.6/valid-cryptography-full-1.6.json", NULL, 0},
    {"example: protocol", "examples/CBOM/Protocol/bom.json", NULL, 2},
    {"example: certificate", "examples/CBOM/Certificate/bom.json", NULL, 1},
    {"example: algorithm", "examples/CBOM/Algorithm/bom.json", "", 0},
    {"example: key", "examples/CBOM/Key/bom.json", "", 0},
    {"no crypto at all", "1.7/valid-bom-1.7.json", "", 0},
    {"smallest", "1.7/valid-minimal-viable-1.7.json", "", 0},
    {"wrong bomFormat, 1.7", "1.7/invalid-bomformat-1.7.json", "'bomFormat' is", 0},
    {"wrong bomFormat, 1.6", "1.6/invalid-bomformat-1.6.json", "'bomFormat' is", 0},
};

static bool
read_path(struct bom *bom, const char *path, struct err *e)
{
    struct catalog c;
    struct env env;
    words_load(&c, &case_arena);
    env_system(&env);
    return bom_load(bom, &case_arena, &env, &c, path, e);
}

static void
run_row(void **state)
{
    const struct row *r = *state;
    struct slice path = arena_printf(&case_arena, "%s/cyclonedx/%s", shared, r->path);
    const char *says = r->says && !*r->says ? "nothing in it can be judged" : r->says;
    struct bom bom;
    struct err e = {0};
    size_t assets = 0;
    bool ok = read_path(&bom, (const char *)path.p, &e);
    if (!says)
        assert_string_equal(e.msg, "");
    assert_int_equal(ok, says == NULL);
    for (size_t i = 0; ok && i < bom.n; i++)
        assets += bom.targets[i].n;
    if (ok && r->assets)
        assert_int_equal(assets, r->assets);
    if (says && !strstr(e.msg, says))
        fail_msg("'%s' does not say '%s'", e.msg, says);
}

/* Each valid-*.json of a version; invalid ones need only not crash. */
static void
whole_folder(void **state)
{
    const char *version = *state;
    struct env env;
    struct slices names;
    struct err e = {0};
    env_system(&env);
    struct slice dir = arena_printf(&case_arena, "%s/cyclonedx/%s", shared, version);
    if (!env.list_dir(env.ctx, &names, &case_arena, (const char *)dir.p, &e))
        fail_msg("%s", e.msg);
    size_t seen = 0;
    for (size_t i = 0; i < names.n; i++) {
        struct bom bom;
        if (!slice_has_suffix(names.v[i], SL(".json")))
            continue;
        struct slice path = arena_printf(&case_arena, "%.*s/%.*s", SL_FMT(dir), SL_FMT(names.v[i]));
        e = (struct err){0};
        bool ok = read_path(&bom, (const char *)path.p, &e);
        seen++;
        if (!ok && slice_has_prefix(names.v[i], SL("valid-")) && !strstr(e.msg, "can be judged"))
            fail_msg("%s", e.msg);
    }
    assert_true(seen > 20);
}

int
main(int argc, char **argv)
{
    shared = getenv("COMITY_SHARED_DATA");
    if (!shared && argc > 1)
        shared = argv[1];
    char probe[4096];
    snprintf(probe, sizeof probe, "%s/cyclonedx/COMMIT", shared ? shared : "");
    FILE *f = fopen(probe, "r");
    if (!f) {
        printf("skipped: %s is absent\n", probe);
        return 77;
    }
    fclose(f);
    CASES_TABLE(rows, run_row);
    cases_add("every file of 1.6", whole_folder, "1.6");
    cases_add("every file of 1.7", whole_folder, "1.7");
    return cases_run("model/bom_corpus");
}
