/* SPDX-License-Identifier: Apache-2.0 */
#include "api/terms.h"

#include "committee/act.h"

#define L(e, z)                \
    {                          \
        SL_INIT(e), SL_INIT(z) \
    }

struct langs
term_status(enum project_status s)
{
    static const struct langs names[] = {
        [PROJECT_ACTIVE] = L("in progress", "进行中"),
        [PROJECT_SUSPENDED] = L("suspended", "暂停"),
        [PROJECT_WITHDRAWN] = L("stopped", "终止"),
        [PROJECT_PUBLISHED] = L("published", "已发布"),
        [PROJECT_ABOLISHED] = L("abolished", "已废止"),
    };
    return names[s];
}

struct langs
term_role(enum membership_role r)
{
    static const struct langs names[] = {
        [ROLE_MEMBER] = L("member", "委员"),
        [ROLE_OBSERVER] = L("observer", "观察员"),
    };
    return names[r];
}

struct langs
term_access(enum access a)
{
    static const struct langs names[] = {
        [ACCESS_OPEN] = L("open", "开放"),
        [ACCESS_CLOSED] = L("closed", "封闭"),
    };
    return names[a];
}

struct langs
term_comment_type(enum comment_type t)
{
    static const struct langs names[] = {
        [COMMENT_GENERAL] = L("general", "总体"),
        [COMMENT_TECHNICAL] = L("technical", "技术"),
        [COMMENT_EDITORIAL] = L("editorial", "编辑"),
    };
    return names[t];
}

struct langs
term_decision(enum decision d)
{
    static const struct langs names[] = {
        [DECISION_NONE] = L("open", "未处理"),
        [DECISION_ACCEPTED] = L("accepted", "采纳"),
        [DECISION_PARTLY] = L("partly accepted", "部分采纳"),
        [DECISION_NOT_ACCEPTED] = L("not accepted", "不采纳"),
        [DECISION_NOTED] = L("noted", "已知悉"),
    };
    return names[d];
}

struct langs
term_review(enum review_decision d)
{
    static const struct langs names[] = {
        [REVIEW_KEEP] = L("keep", "继续有效"),
        [REVIEW_REVISE] = L("revise", "修订"),
        [REVIEW_WITHDRAW] = L("withdraw", "废止"),
    };
    return names[d];
}

struct langs
term_stage_act(enum stage_act a)
{
    static const struct langs names[] = {
        [STAGE_DRAFT] = L("drafts are posted", "提交草案"),
        [STAGE_COMMENT] = L("comments are invited", "征求意见"),
        [STAGE_DISPOSE] = L("comments are answered", "处理意见"),
        [STAGE_BALLOT] = L("ballots are held", "投票"),
        [STAGE_PUBLISH] = L("the text is published", "发布"),
        [STAGE_REVIEW] = L("the periodic review is decided", "复审"),
    };
    return names[a];
}

struct langs
term_stage_end(enum stage_end e)
{
    static const struct langs names[] = {
        [STAGE_GOES_ON] = L("goes on", "继续"),
        [STAGE_PUBLISHED] = L("published", "已发布"),
        [STAGE_WITHDRAWN] = L("stopped", "终止"),
        [STAGE_ABOLISHED] = L("abolished", "已废止"),
    };
    return names[e];
}

struct langs
term_process_role(enum process_role r)
{
    static const struct langs names[] = {
        [BY_SECRETARY] = L("the secretariat", "秘书处"),
        [BY_CHAIR] = L("the chair", "主任委员"),
        [BY_CONVENOR] = L("the convenor of the working group", "工作组组长"),
        [BY_LEAD] = L("the lead organisation", "牵头单位"),
        [BY_AUTHORITY] = L("the authority above the committee", "上级主管部门"),
    };
    return names[r];
}

struct langs
term_desk_state(enum desk_state s)
{
    static const struct langs names[] = {
        [DESK_PREPARED] = L("prepared", "已拟"), [DESK_APPROVED] = L("approved", "已核准"),
        [DESK_MERGED] = L("merged", "已合并"),   [DESK_FILED] = L("filed", "已提交"),
        [DESK_DROPPED] = L("dropped", "已放弃"),
    };
    return names[s];
}

struct langs
term_deadline(enum deadline_kind k)
{
    static const struct langs names[] = {
        [DEADLINE_COMMENTS] = L("comments end", "意见截止"),
        [DEADLINE_BALLOT] = L("ballot ends", "投票截止"),
        [DEADLINE_UNSEALED] = L("count without sealed votes", "可不计未开启的密封票"),
        [DEADLINE_APPEAL] = L("appeals end", "申诉截止"),
        [DEADLINE_EARLIEST] = L("may go on", "最早可推进"),
        [DEADLINE_LATEST] = L("should go on", "应当推进"),
        [DEADLINE_REVIEW] = L("review due", "应复审"),
    };
    return names[k];
}

struct langs
term_shut_out(enum shut_out_why w)
{
    static const struct langs names[] = {
        [SHUT_OUT_ORIGIN] = L("its origin is not admitted", "其资本来源不在接纳范围内"),
        [SHUT_OUT_NOT_INVITED] = L("not invited", "未受邀请"),
    };
    return names[w];
}

/* ---- words of the record ---------------------------------------------------------------------*/

struct term {
    const char *word;
    struct langs says;
};

static bool
find(struct langs *out, const struct term *terms, size_t n, struct slice word)
{
    for (size_t i = 0; i < n; i++)
        if (slice_eq_str(word, terms[i].word)) {
            *out = terms[i].says;
            return true;
        }
    *out = (struct langs){word, word};
    return false;
}

struct langs
term_fate(struct slice fate)
{
    static const struct term terms[] = {
        {"counted", L("counted", "计入")},
        {"replaced", L("replaced by a later vote", "已被后一票取代")},
        {"repeated", L("void: a vote stood already", "无效：已有投票")},
        {"same-unit", L("void: its unit had voted", "无效：同一计票单元已投票")},
        {"no-voter", L("void: not on the roll", "无效：不在名册上")},
        {"recused", L("recused", "回避")},
        {"early", L("void: too early", "无效：过早")},
        {"late", L("void: too late", "无效：逾期")},
        {"no-position", L("void: no such position", "无效：无此选项")},
        {"no-reason", L("void: no reason was given", "无效：未说明理由")},
        {"conditional", L("void: conditional", "无效：附条件")},
        {"not-cast", L("did not vote", "未投票")},
        {"not-opened", L("sealed and not opened", "密封票未开启")},
    };
    struct langs out;
    find(&out, terms, COUNT_OF(terms), fate);
    return out;
}

struct langs
term_language(struct slice tag)
{
    static const struct term terms[] = {
        {"en", L("English", "英文")},
        {"zh", L("Chinese", "中文")},
    };
    struct langs out;
    find(&out, terms, COUNT_OF(terms), tag);
    return out;
}

struct langs
term_any(struct slice word)
{
    static const struct term terms[] = {
        {"yes", L("yes", "赞成")},
        {"no", L("no", "反对")},
        {"abstain", L("abstain", "弃权")},
        {"open", L("open", "开放")},
        {"closed", L("closed", "封闭")},
        {"member", L("member", "委员")},
        {"observer", L("observer", "观察员")},
        {"domestic", L("domestic", "内资")},
        {"foreign-invested", L("foreign-invested", "外商投资")},
        {"foreign", L("foreign", "境外")},
        {"delegate", L("delegate", "代表")},
        {"alternate", L("alternate", "候补代表")},
        {"proxy", L("proxy", "受托表决人")},
        {"expert", L("expert", "专家")},
        {"convenor", L("convenor", "工作组组长")},
        {"secretary", L("secretary", "秘书")},
        {"chair", L("chair", "主任委员")},
        {"ge", L("general", "总体")},
        {"te", L("technical", "技术")},
        {"ed", L("editorial", "编辑")},
        {"accepted", L("accepted", "采纳")},
        {"partly", L("partly accepted", "部分采纳")},
        {"not-accepted", L("not accepted", "不采纳")},
        {"noted", L("noted", "已知悉")},
        {"keep", L("keep", "继续有效")},
        {"revise", L("revise", "修订")},
        {"withdraw", L("withdraw", "废止")},
        {"government", L("government", "政府部门")},
        {"research", L("research", "科研机构")},
        {"assessment", L("assessment", "检测认证机构")},
        {"producer", L("producer", "生产者")},
        {"user", L("user", "使用者")},
        {"full", L("full", "全权")},
    };
    struct langs out;
    enum outcome o;
    if (find(&out, terms, COUNT_OF(terms), word))
        return out;
    return outcome_from_name(word, &o) ? outcome_words(o) : out;
}

struct langs
term_event(const struct event_kind *k)
{
    static const struct term terms[] = {
        {"ballot.closed", L("ballot closed", "投票结束")},
        {"ballot.opened", L("ballot opened", "投票开始")},
        {"comment.filed", L("comment filed", "提出意见")},
        {"comment.withdrawn", L("comment withdrawn", "撤回意见")},
        {"comments.extended", L("comment period extended", "延长征求意见")},
        {"comments.opened", L("comment period opened", "开始征求意见")},
        {"committee.opened", L("committee opened", "委员会成立")},
        {"consensus.judged", L("consensus judged", "共识裁定")},
        {"correction.made", L("correction", "更正")},
        {"disposition.set", L("comment answered", "意见处理")},
        {"document.filed", L("paper filed", "提交文件")},
        {"draft.posted", L("draft posted", "提交草案")},
        {"group.changed", L("group's access changed", "工作组准入变更")},
        {"group.closed", L("group ended", "工作组结束")},
        {"group.invited", L("invitation to a group", "工作组邀请")},
        {"group.opened", L("group opened", "工作组成立")},
        {"key.rotated", L("key of the record replaced", "记录密钥更换")},
        {"mandate.ended", L("mandate ended", "授权终止")},
        {"mandate.granted", L("mandate granted", "授予授权")},
        {"membership.confirmed", L("membership confirmed", "确认委员资格")},
        {"membership.ended", L("membership ended", "委员资格终止")},
        {"membership.granted", L("membership entered", "登记委员资格")},
        {"organisation.admitted", L("organisation entered", "登记单位")},
        {"organisation.changed", L("organisation changed", "单位信息变更")},
        {"person.registered", L("person entered", "登记人员")},
        {"process.adopted", L("process adopted", "采用工作程序")},
        {"project.proposed", L("project proposed", "提出项目")},
        {"project.resumed", L("project resumed", "项目恢复")},
        {"project.ruled", L("rules of the project renewed", "项目改用新版程序")},
        {"project.suspended", L("project suspended", "项目暂停")},
        {"project.withdrawn", L("project stopped", "项目终止")},
        {"review.decided", L("review decided", "复审结论")},
        {"stage.entered", L("next stage", "进入阶段")},
        {"text.published", L("text published", "发布文本")},
        {"text.withdrawn", L("text withdrawn", "文本废止")},
        {"vote.cast", L("vote cast", "投票")},
        {"vote.sealed", L("sealed vote", "密封投票")},
        {"vote.unsealed", L("sealed vote opened", "开启密封票")},
    };
    struct langs out;
    find(&out, terms, COUNT_OF(terms), slice_str(k->name));
    return out;
}

struct langs
term_offer(const struct event_kind *k)
{
    static const struct term terms[] = {
        {"draft.posted", L("Post a draft", "提交草案")},
        {"document.filed", L("File a paper", "提交文件")},
        {"comments.opened", L("Open a comment period", "开始征求意见")},
        {"comments.extended", L("Extend the comment period", "延长征求意见期限")},
        {"ballot.opened", L("Open a ballot", "发起投票")},
        {"text.published", L("Publish the text", "发布文本")},
        {"review.decided", L("Decide the periodic review", "作出复审结论")},
        {"project.ruled", L("Move to the newest rules", "改用新版程序")},
        {"project.suspended", L("Suspend the project", "暂停项目")},
        {"project.resumed", L("Resume the project", "恢复项目")},
        {"project.withdrawn", L("Stop the project", "终止项目")},
        {"text.withdrawn", L("Withdraw the published text", "废止已发布文本")},
        {"correction.made", L("Correct an entry", "更正记录")},
    };
    struct langs out;
    return find(&out, terms, COUNT_OF(terms), slice_str(k->name)) ? out : term_event(k);
}
