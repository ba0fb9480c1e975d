/* SPDX-License-Identifier: Apache-2.0 */
/* What people call each act, who usually does it, and what its fields stand for. */
#include "api/act.h"

#define DELEGATE (1u << MANDATE_DELEGATE)
#define CONVENOR (1u << MANDATE_CONVENOR)
#define SPECIALS(x) .specials = (x), .nspecials = COUNT_OF(x)
/* Constants in tables: no call. */
#define BOTH(en_, zh_)                         \
    {                                          \
        .en = SL_INIT(en_), .zh = SL_INIT(zh_) \
    }

const struct langs act_group_names[ACT_GROUPS_N] = {
    [ACT_ROSTER] = BOTH("Members, persons and mandates", "成员、人员与授权"),
    [ACT_GROUPS] = BOTH("Working groups", "工作组"),
    [ACT_RULES] = BOTH("Rules", "工作程序"),
    [ACT_PROJECT] = BOTH("Projects", "项目"),
    [ACT_TEXT_OF] = BOTH("Drafts, papers and comments", "草案、文件与意见"),
    [ACT_BALLOT] = BOTH("Ballots", "投票"),
    [ACT_AFTER] = BOTH("Publication and review", "发布与复审"),
};

static const struct act_special reasoned[] = {{.field = "reason", .way = ACT_TEXT, .open = true}};
static const struct act_special judged[] = {
    {.field = "writeup", .way = ACT_FILE, .help = "a longer text", .open = true}};
static const struct act_special corrected[] = {
    {.field = "text", .way = ACT_TEXT, .help = "what was wrong, and what is right", .open = true}};
static const struct act_special filed[] = {
    {.field = "file", .way = ACT_FILE, .help = "the paper", .open = true}};
static const struct act_special paper[] = {
    {.field = "document", .way = ACT_FILE, .help = "the paper behind it: kept beside the record"}};
static const struct act_special profile[] = {{.field = "profile", .way = ACT_PERSON}};
static const struct act_special proposed[] = {{.field = "stage", .way = ACT_HIDDEN}};
static const struct act_special entered[] = {
    {.field = "end", .way = ACT_HIDDEN},
    {.field = "from", .way = ACT_HIDDEN},
    {.field = "shown_by",
     .way = ACT_FILE,
     .help = "the paper of the authority above, where that decides",
     .open = true},
};
static const struct act_special shown[] = {
    {.field = "shown_by",
     .way = ACT_FILE,
     .help = "the paper of the authority above, where no review decided it",
     .open = true}};

const struct act_form act_forms[] = {
    {"ballot.closed", ACT_BALLOT, MAY_LEAD | CONVENOR,
     BOTH("Close a ballot and count it", "结束投票并计票"), NULL, 0},
    {"ballot.opened", ACT_BALLOT, MAY_LEAD | CONVENOR, BOTH("Open a ballot", "发起投票"), NULL, 0},
    {"comment.withdrawn", ACT_TEXT_OF, MAY_SPEAK | MAY_KEEP, BOTH("Withdraw a comment", "撤回意见"),
     NULL, 0},
    {"comments.extended", ACT_TEXT_OF, MAY_LEAD | CONVENOR,
     BOTH("Extend the comment period", "延长征求意见期限"), NULL, 0},
    {"comments.opened", ACT_TEXT_OF, MAY_LEAD | CONVENOR,
     BOTH("Open a comment period", "公开征求意见"), NULL, 0},
    {"consensus.judged", ACT_BALLOT, MAY_LEAD | CONVENOR,
     BOTH("Judge whether there is consensus", "认定是否协商一致"), SPECIALS(judged)},
    {"correction.made", ACT_AFTER, MAY_LEAD | CONVENOR,
     BOTH("Correct an entry of the record", "更正记录条目"), SPECIALS(corrected)},
    {"disposition.set", ACT_TEXT_OF, MAY_KEEP | CONVENOR | DELEGATE,
     BOTH("Answer a comment", "处理意见"), SPECIALS(reasoned)},
    {"document.filed", ACT_TEXT_OF, MAY_LEAD | CONVENOR | DELEGATE,
     BOTH("File a paper", "提交文件"), SPECIALS(filed)},
    {"group.changed", ACT_GROUPS, MAY_LEAD,
     BOTH("Change who may join a working group", "变更工作组准入范围"), NULL, 0},
    {"group.closed", ACT_GROUPS, MAY_LEAD, BOTH("End a working group", "撤销工作组"), NULL, 0},
    {"group.invited", ACT_GROUPS, MAY_LEAD | CONVENOR,
     BOTH("Invite an organisation into a closed group", "邀请单位加入封闭工作组"), NULL, 0},
    {"group.opened", ACT_GROUPS, MAY_LEAD, BOTH("Open a working group", "设立工作组"), NULL, 0},
    {"mandate.ended", ACT_ROSTER, MAY_LEAD | DELEGATE, BOTH("End a mandate", "终止授权"),
     SPECIALS(paper)},
    {"mandate.granted", ACT_ROSTER, MAY_LEAD | MAY_SPEAK, BOTH("Give a mandate", "授予授权"),
     SPECIALS(paper)},
    {"membership.confirmed", ACT_ROSTER, MAY_SPEAK, BOTH("Confirm your membership", "确认成员资格"),
     NULL, 0},
    {"membership.ended", ACT_ROSTER, MAY_KEEP | CONVENOR | MAY_SPEAK,
     BOTH("End a membership", "终止成员资格"), NULL, 0},
    {"membership.granted", ACT_ROSTER, MAY_KEEP | CONVENOR | DELEGATE,
     BOTH("Give a seat in the committee or a group", "授予委员会或工作组成员资格"), NULL, 0},
    {"organisation.admitted", ACT_ROSTER, MAY_KEEP, BOTH("Enter an organisation", "登记单位"), NULL,
     0},
    {"organisation.changed", ACT_ROSTER, MAY_KEEP,
     BOTH("Change what is known of an organisation", "变更单位信息"), NULL, 0},
    {"person.registered", ACT_ROSTER, MAY_KEEP | DELEGATE, BOTH("Enter a person", "登记人员"),
     SPECIALS(profile)},
    {"project.proposed", ACT_PROJECT, MAY_LEAD | MAY_SPEAK, BOTH("Propose a project", "提出立项"),
     SPECIALS(proposed)},
    {"project.resumed", ACT_PROJECT, MAY_LEAD, BOTH("Resume the project", "恢复项目"), NULL, 0},
    {"project.ruled", ACT_PROJECT, MAY_LEAD,
     BOTH("Go over to the newest version of the process", "改用最新版工作程序"), NULL, 0},
    {"project.suspended", ACT_PROJECT, MAY_LEAD, BOTH("Suspend the project", "暂停项目"), NULL, 0},
    {"project.withdrawn", ACT_PROJECT, MAY_LEAD, BOTH("Stop the project", "终止项目"), NULL, 0},
    {"review.decided", ACT_AFTER, MAY_LEAD, BOTH("Decide the periodic review", "作出复审结论"),
     NULL, 0},
    {"stage.entered", ACT_PROJECT, MAY_LEAD | CONVENOR | DELEGATE,
     BOTH("Go on to another stage", "进入下一阶段"), SPECIALS(entered)},
    {"text.published", ACT_AFTER, MAY_LEAD, BOTH("Publish the approved text", "发布文本"), NULL, 0},
    {"text.withdrawn", ACT_AFTER, MAY_LEAD, BOTH("Put a published text out of force", "废止文本"),
     SPECIALS(shown)},
};
const size_t nact_forms = COUNT_OF(act_forms);

const struct act_form *
act_form_find(struct slice type)
{
    for (size_t i = 0; i < nact_forms; i++)
        if (slice_eq_str(type, act_forms[i].type))
            return &act_forms[i];
    return NULL;
}
