/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Which views and clicks of banners are people's (reference/retino-api.md B.9): scanners of mail,
 * programs that fetch ahead and clicks repeated at once are told apart, never thrown away. A verdict
 * depends on nothing but the sights and the rules, so history judged anew is the same on every
 * machine. Pure. */

#pragma once

#include "wb-offer-set.h"
#include "wb-problem.h"

G_BEGIN_DECLS

typedef enum
{
  WB_SIGHT_VIEW,   /* the banner was served where views can be counted */
  WB_SIGHT_CLICK,
  WB_SIGHT_LOOK,   /* another address of the same ticket was opened (offers in a mail, offers without
                    * a banner): counts for nothing, and tells a burst of all links */
} WbSightKind;

typedef enum
{
  WB_VERDICT_COUNTED,
  WB_VERDICT_HEAD,      /* asked by HEAD: nobody sees that */
  WB_VERDICT_PREFETCH,  /* fetched ahead, by its own header */
  WB_VERDICT_AGENT,     /* a known scanner, preview or crawler, by its name */
  WB_VERDICT_BURST,     /* many different links of one ticket within moments */
  WB_VERDICT_REPEAT,    /* a click within 30 s of a counted one: one ticket, banner and placement */
  WB_N_VERDICTS,
} WbVerdict;

#define WB_SIGHT_AGENT_BYTES_MAX 200

/* One request, as it is kept. Times in ms. */
typedef struct
{
  gint64 at;
  const char *id;          /* (unowned) unique; the order of sights of the same millisecond */
  WbSightKind kind;
  const char *ticket;      /* (unowned) */
  const char *banner;      /* (unowned) "" = none */
  WbPlacements placement;  /* one */
  gboolean is_head;
  gboolean is_ahead;       /* said so in a header (Sec-Purpose, Purpose, X-Purpose, X-Moz) */
  const char *agent;       /* (unowned) User-Agent, at most 200 bytes of printable ASCII; "" = none */
  WbVerdict verdict;       /* in: as judged before, of sights before the first to judge; out */
} WbSight;

typedef struct
{
  int repeat_secs;         /* 30 (B.9) */
  int burst_ms;            /* this long a burst may take ... */
  int burst_links;         /* ... and this many different links it has at least */
  char **agents;           /* (owned) parts of names, compared without case; NULL-terminated */
  char **click_agents;     /* (owned) the same, for clicks alone: programs through which a
                            * merchant's own pages may ask for offers, and that click for nobody */
  GHashTable *met;         /* (owned) (nullable) what was found of names that were met before */
} WbClickRules;

#define WB_CLICK_RULES_REPEAT_SECS_MAX 3600
#define WB_CLICK_RULES_BURST_MS_MAX 60000
#define WB_CLICK_RULES_BURST_LINKS_MAX 100
#define WB_CLICK_RULES_AGENT_CHARS_MIN 3
#define WB_CLICK_RULES_AGENT_CHARS_MAX 100

WbClickRules *wb_click_rules_new_default (void) G_GNUC_WARN_UNUSED_RESULT;
void          wb_click_rules_free        (WbClickRules *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbClickRules, wb_click_rules_free)

/* A key file with the group [clicks]; all problems are told (domain WB_CLICK_RULES_ERROR). */
#define WB_CLICK_RULES_ERROR (wb_click_rules_error_quark ())
GQuark        wb_click_rules_error_quark (void);
WbClickRules *wb_click_rules_parse       (const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;
char         *wb_click_rules_print       (const WbClickRules *self) G_GNUC_WARN_UNUSED_RESULT;

/* @sights: (array length=n) of ONE ticket, by (at, id). Those before @first keep their verdict and
 * are only looked back at. A sight's verdict depends on sights at most wb_click_rules_reach_ms()
 * before and burst_ms after it: with one that came late, begin burst_ms before it, have those of
 * that reach before there, and go on to the end. */
void          wb_click_rules_judge       (const WbClickRules *self, WbSight *sights, gsize n, gsize first);
gint64        wb_click_rules_reach_ms    (const WbClickRules *self);
gboolean      wb_click_rules_equal       (const WbClickRules *a, const WbClickRules *b);

const char   *wb_sight_kind_to_text      (WbSightKind kind);    /* "view", "click", "look" */
gboolean      wb_sight_kind_from_text    (const char *text, WbSightKind *kind_out);
const char   *wb_verdict_to_text         (WbVerdict verdict);   /* "counted", "head", "prefetch", "agent", "burst", "repeat" */
gboolean      wb_verdict_from_text       (const char *text, WbVerdict *verdict_out);

G_END_DECLS
