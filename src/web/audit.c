/* SPDX-License-Identifier: Apache-2.0 */
#include "web/audit.h"

#include "base/vec.h"
#include "web/pace.h"

#include <inttypes.h>
#include <stdlib.h>

const char *const audit_words[AUDIT_WHATS] = {
    [AUDIT_SIGN_IN] = "sign-in",
    [AUDIT_SIGN_OUT] = "sign-out",
    [AUDIT_PASSWORD] = "password-changed",
    [AUDIT_SESSIONS] = "sessions-revoked",
    [AUDIT_TOKEN_MADE] = "token-made",
    [AUDIT_TOKEN_REVOKED] = "token-revoked",
    [AUDIT_INVITED] = "invited",
    [AUDIT_UNINVITED] = "invitation-withdrawn",
    [AUDIT_JOINED] = "joined",
    [AUDIT_RESET] = "password-reset",
    [AUDIT_DISABLED] = "disabled",
    [AUDIT_ENABLED] = "enabled",
    [AUDIT_FAILED] = "sign-in-failed",
    [AUDIT_SLOWED] = "slowed",
    [AUDIT_FORGED] = "form-refused",
    [AUDIT_REFUSED] = "page-refused",
    [AUDIT_RESTORED] = "restored",
    [AUDIT_FORGOTTEN] = "forgotten",
};

const struct langs audit_names[AUDIT_WHATS] = {
    [AUDIT_SIGN_IN] = {SL_INIT("signed in"), SL_INIT("登录")},
    [AUDIT_SIGN_OUT] = {SL_INIT("signed out"), SL_INIT("退出")},
    [AUDIT_PASSWORD] = {SL_INIT("password changed"), SL_INIT("修改密码")},
    [AUDIT_SESSIONS] = {SL_INIT("sessions revoked"), SL_INIT("撤销会话")},
    [AUDIT_TOKEN_MADE] = {SL_INIT("API token made"), SL_INIT("创建接口令牌")},
    [AUDIT_TOKEN_REVOKED] = {SL_INIT("API token revoked"), SL_INIT("撤销接口令牌")},
    [AUDIT_INVITED] = {SL_INIT("invited"), SL_INIT("发出邀请")},
    [AUDIT_UNINVITED] = {SL_INIT("invitation withdrawn"), SL_INIT("撤回邀请")},
    [AUDIT_JOINED] = {SL_INIT("account made by invitation"), SL_INIT("凭邀请建立账号")},
    [AUDIT_RESET] = {SL_INIT("password reset by invitation"), SL_INIT("凭邀请重设密码")},
    [AUDIT_DISABLED] = {SL_INIT("account disabled"), SL_INIT("停用账号")},
    [AUDIT_ENABLED] = {SL_INIT("account enabled"), SL_INIT("启用账号")},
    [AUDIT_FAILED] = {SL_INIT("password did not fit"), SL_INIT("密码不符")},
    [AUDIT_SLOWED] = {SL_INIT("slowed after failures"), SL_INIT("多次失败后限速")},
    [AUDIT_FORGED] = {SL_INIT("form refused: not from a page of ours"),
                      SL_INIT("拒绝表单：并非来自本站页面")},
    [AUDIT_REFUSED] = {SL_INIT("page refused"), SL_INIT("拒绝访问页面")},
    [AUDIT_RESTORED] = {SL_INIT("restored from a backup: sessions, tokens and invitations dropped"),
                        SL_INIT("自备份恢复：会话、令牌与邀请均已清除")},
    [AUDIT_FORGOTTEN] = {SL_INIT("a person's name deleted"), SL_INIT("删除人员姓名")},
};

static bool
is_failure(enum audit_what what)
{
    return what >= AUDIT_FAILED && what <= AUDIT_REFUSED;
}

static bool
counter(uint64_t *out, struct arena *a, struct store *s, struct slice name, struct err *e)
{
    struct json_node n;
    bool there;
    if (!vault_get(&n, &there, a, s, name, e))
        return false;
    *out = (uint64_t)vault_int(&n, "n");
    struct json_node *next = json_new_object(a);
    json_put_int(a, next, "n", (int64_t)*out + 1);
    return vault_put(s, a, name, next, e);
}

bool
audit_put(struct arena *a, struct store *s, const struct env *env, const struct audit *x,
          struct err *e)
{
    bool failure = is_failure(x->what);
    const char *ring = failure ? "failure" : "audit";
    struct json_node *n = json_new_object(a);
    uint64_t at;
    if (!counter(&at, a, s, failure ? SL("next/failure") : SL("next/audit"), e))
        return false;
    json_put_text(a, n, "what", slice_str(audit_words[x->what]));
    json_put_text_if(a, n, "account", x->account);
    json_put_text_if(a, n, "by", x->by);
    json_put_text_if(a, n, "address", x->address);
    json_put_text_if(a, n, "about", x->about);
    json_put_int(a, n, "at", env_seconds(env));
    json_put_int(a, n, "n", (int64_t)at);
    uint64_t place = at % (failure ? FAILURE_RING : AUDIT_RING);
    return vault_put(s, a, arena_printf(a, "%s/%05" PRIu64, ring, place), n, e);
}

void
audit_failure(struct arena *a, const struct portal *p, struct store *s, const struct audit *x)
{
    struct err none;
    if (!pace_note(p->pace) || !vault_begin(s, &none))
        return;
    bool ok = audit_put(a, s, &p->machine, x, &none);
    (void)(vault_end(s, ok, &none) && ok);
}

static bool
read(struct audit *out, const struct json_node *n)
{
    struct slice word = json_text(json_get(n, "what"));
    *out = (struct audit){
        .account = json_text(json_get(n, "account")),
        .by = json_text(json_get(n, "by")),
        .address = json_text(json_get(n, "address")),
        .about = json_text(json_get(n, "about")),
        .at = vault_int(n, "at"),
        .n = (uint64_t)vault_int(n, "n"),
    };
    for (unsigned w = 0; w < AUDIT_WHATS; w++)
        if (slice_eq_str(word, audit_words[w])) {
            out->what = (enum audit_what)w;
            return true;
        }
    return false;
}

static int
newer(const void *x, const void *y)
{
    const struct audit *a = x, *b = y;
    return a->n < b->n ? 1 : a->n > b->n ? -1 : 0;
}

bool
audit_list(struct audits *out, struct arena *a, struct store *s, bool failures, size_t max,
           struct err *e)
{
    struct vault_items items;
    struct audit x;
    *out = (struct audits){0};
    if (!vault_list(&items, a, s, failures ? SL("failure/") : SL("audit/"), e))
        return false;
    for (size_t i = 0; i < items.n; i++)
        if (read(&x, &items.v[i].value))
            vec_push(a, out, x);
    if (out->n)
        qsort(out->v, out->n, sizeof *out->v, newer);
    out->n = out->n < max ? out->n : max;
    return true;
}
