/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Judges views and clicks; see wb-click-rules.h. */

#include "config.h"

#include "wb-click-rules.h"

#include <string.h>

#include "wb-time.h"

/* B.9 */
#define REPEAT_SECS 30
/* A mail of ours leads to at most a few places: the banner's target, the customer's page, the
 * ticket's page. A scanner opens all of them, mostly at the same time, within a second or two of
 * the delivery. A customer in a hurry opens one, sees the page come (which asks for the offers) and
 * clicks the banner there: two within two seconds at most, as a third one needs another page to
 * load and to be read. So three tell the scanner, and two do not: a customer left out is worse than
 * a scanner counted, which mostly gives its name as well. */
#define BURST_MS 2000
#define BURST_LINKS 3

#define KNOWN_AGENT 1U
#define KNOWN_CLICK_AGENT 2U
/* Names that are kept with what was found. */
#define MET_MAX 4096

/* By what these call themselves, as their makers publish it (Google's, Bing's, Yandex's, Seznam's,
 * Meta's, Slack's and Telegram's pages on their crawlers; Barracuda's on unwanted link clicks; the
 * public list github.com/monperrus/crawler-user-agents). Most crawlers give an address for
 * complaints as "+http://…", which no browser does. "bot" alone would be a make of telephones. */
static const char *const agents[] = {
  "+http", "bot/", "crawler", "spider",
  /* Scanners of mail */
  "barracuda sentinel", "barracudacentral", "ciscosecureemail", "cloudmark", "googleimageproxy",
  "mimecast", "ms-office", "proofpoint", "yahoomailproxy",
  /* Previews of links */
  "bingpreview", "discordbot", "embedly", "facebookexternalhit", "facebookexternalua",
  "googlemessages", "google-pagerenderer", "iframely", "linkedinbot", "microsoftpreview",
  "skypeuripreview", "slack-imgproxy", "slackbot", "snap url preview", "telegrambot", "twitterbot",
  "whatsapp/",
  /* Crawlers */
  "adsbot-google", "ahrefsbot", "applebot", "archive.org_bot", "baiduspider", "bingbot",
  "bytespider", "duckduckbot", "facebookcatalog", "feedfetcher-google", "google-inspectiontool",
  "googlebot", "googleother", "heritrix", "mediapartners-google", "mj12bot", "petalbot",
  "semrushbot", "seznambot", "storebot-google", "yahoo! slurp", "yandexbot",
  /* Monitoring, and browsers that nobody looks at */
  "amazon-route53-health-check", "chrome-lighthouse", "datadog", "googlestackdrivermonitoring",
  "headlesschrome", "phantomjs", "pingdom", "site24x7", "statuscake", "uptimerobot",
  NULL,
};

/* Libraries and commands. A shop's server may ask for offers with any of them to show them. */
static const char *const click_agents[] = {
  "aiohttp", "apache-httpclient", "axios/", "curl/", "go-http-client", "guzzlehttp", "java/",
  "jakarta", "libwww-perl", "lua-resty-http", "node-fetch", "okhttp", "python-httpx",
  "python-requests", "python-urllib", "wget/",
  NULL,
};

/**
 * wb_click_rules_new_default:
 *
 * Returns: (transfer full): the rules that hold until others are set
 */
WbClickRules *
wb_click_rules_new_default (void)
{
  WbClickRules *self = g_new0 (WbClickRules, 1);

  self->repeat_secs = REPEAT_SECS;
  self->burst_ms = BURST_MS;
  self->burst_links = BURST_LINKS;
  self->agents = g_strdupv ((GStrv) agents);
  self->click_agents = g_strdupv ((GStrv) click_agents);

  return self;
}

/**
 * wb_click_rules_free:
 * @self: (transfer full): rules
 */
void
wb_click_rules_free (WbClickRules *self)
{
  g_strfreev (self->agents);
  g_strfreev (self->click_agents);
  g_clear_pointer (&self->met, g_hash_table_unref);
  g_free (self);
}

/**
 * wb_click_rules_equal:
 * @a: rules
 * @b: others
 *
 * Returns: whether they say the same
 */
gboolean
wb_click_rules_equal (const WbClickRules *a,
                      const WbClickRules *b)
{
  g_return_val_if_fail (a && b, FALSE);

  return a->repeat_secs == b->repeat_secs && a->burst_ms == b->burst_ms &&
         a->burst_links == b->burst_links &&
         g_strv_equal ((const char *const *) a->agents, (const char *const *) b->agents) &&
         g_strv_equal ((const char *const *) a->click_agents,
                       (const char *const *) b->click_agents);
}

/**
 * wb_click_rules_reach_ms:
 * @self: rules
 *
 * Returns: how far back judging one sight looks, ms
 */
gint64
wb_click_rules_reach_ms (const WbClickRules *self)
{
  g_return_val_if_fail (self, 0);

  return MAX (self->repeat_secs * WB_SECOND_MS, self->burst_ms);
}

static gboolean
has_part (const char        *name,
          const char *const *parts)
{
  for (; *parts; parts++) {
    if (strstr (name, *parts))
      return TRUE;
  }

  return FALSE;
}

/* Searched once for each name: history has few names and many clicks. */
static guint
find_agent (const WbClickRules *rules,
            const char         *agent)
{
  /* What is kept of names changes no verdict. */
  WbClickRules *self = (WbClickRules *) rules;
  g_autofree char *name = NULL;
  gpointer found = NULL;
  guint known = 0;

  if (self->met && g_hash_table_lookup_extended (self->met, agent, NULL, &found))
    return GPOINTER_TO_UINT (found);

  name = g_ascii_strdown (agent, -1);
  if (has_part (name, (const char *const *) self->agents))
    known |= KNOWN_AGENT;
  if (has_part (name, (const char *const *) self->click_agents))
    known |= KNOWN_CLICK_AGENT;

  if (!self->met)
    self->met = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (g_hash_table_size (self->met) >= MET_MAX)
    g_hash_table_remove_all (self->met);
  g_hash_table_insert (self->met, g_strdup (agent), GUINT_TO_POINTER (known));

  return known;
}

static gboolean
is_known_agent (const WbClickRules *self,
                const WbSight      *sight)
{
  guint known = *sight->agent ? find_agent (self, sight->agent) : 0;

  return (known & KNOWN_AGENT) != 0 ||
         (sight->kind == WB_SIGHT_CLICK && (known & KNOWN_CLICK_AGENT) != 0);
}

/* Whether both opened the same address: a look and a view are the page of the same offers. */
static gboolean
is_same_link (const WbSight *a,
              const WbSight *b)
{
  gboolean a_clicked = a->kind == WB_SIGHT_CLICK;
  gboolean b_clicked = b->kind == WB_SIGHT_CLICK;

  return a_clicked == b_clicked && a->placement == b->placement &&
         (!a_clicked || g_str_equal (a->banner, b->banner));
}

/* What a browser fetches ahead is no sign of a scanner: its user may click the next moment. */
static gsize
count_links (const WbSight *sights,
             gsize          from,
             gsize          to,
             gsize          enough)
{
  gsize n = 0;

  for (gsize i = from; i <= to && n < enough; i++) {
    gboolean known = sights[i].is_ahead;

    for (gsize k = from; k < i && !known; k++)
      known = !sights[k].is_ahead && is_same_link (&sights[k], &sights[i]);
    if (!known)
      n++;
  }

  return n;
}

/* Marks the sights that are part of a burst: of all that fit into the time that one may take. */
static void
mark_bursts (const WbClickRules *self,
             const WbSight      *sights,
             gsize               n,
             gboolean           *in_burst)
{
  gsize from = 0;
  gsize marked = 0;

  for (gsize to = 0; to < n; to++) {
    while (sights[to].at - sights[from].at > self->burst_ms)
      from++;
    if (to - from + 1 < (gsize) self->burst_links ||
        count_links (sights, from, to, (gsize) self->burst_links) < (gsize) self->burst_links)
      continue;
    for (gsize i = MAX (from, marked); i <= to; i++)
      in_burst[i] = TRUE;
    marked = to + 1;
  }
}

/* Whether a counted click on the same banner in the same place is near before this one. */
static gboolean
is_repeat (const WbClickRules *self,
           const WbSight      *sights,
           gsize               index)
{
  const WbSight *sight = &sights[index];

  for (gsize i = index; i > 0; i--) {
    const WbSight *earlier = &sights[i - 1];

    if (sight->at - earlier->at >= self->repeat_secs * WB_SECOND_MS)
      return FALSE;
    if (earlier->kind == WB_SIGHT_CLICK && earlier->verdict == WB_VERDICT_COUNTED &&
        is_same_link (earlier, sight))
      return TRUE;
  }

  return FALSE;
}

static WbVerdict
judge_sight (const WbClickRules *self,
             const WbSight      *sights,
             gsize               index,
             gboolean            in_burst)
{
  const WbSight *sight = &sights[index];

  if (sight->is_head)
    return WB_VERDICT_HEAD;
  if (sight->is_ahead)
    return WB_VERDICT_PREFETCH;
  if (is_known_agent (self, sight))
    return WB_VERDICT_AGENT;
  if (in_burst)
    return WB_VERDICT_BURST;
  if (sight->kind == WB_SIGHT_CLICK && is_repeat (self, sights, index))
    return WB_VERDICT_REPEAT;

  return WB_VERDICT_COUNTED;
}

/**
 * wb_click_rules_judge:
 * @self: the rules
 * @sights: (array length=n) (inout): those of one ticket, by (at, id)
 * @n: how many
 * @first: the first one to judge; those before it are looked back at
 *
 * Sets `verdict` of each from @first on. The first reason in the order of [enum@Verdict] counts.
 * What was found of names is kept, so @self is one thread's, and its agents stay as they are.
 */
void
wb_click_rules_judge (const WbClickRules *self,
                      WbSight            *sights,
                      gsize               n,
                      gsize               first)
{
  g_autofree gboolean *in_burst = NULL;

  g_return_if_fail (self);
  g_return_if_fail (sights || n == 0);

  if (first >= n)
    return;

  in_burst = g_new0 (gboolean, n);
  mark_bursts (self, sights, n, in_burst);
  for (gsize i = first; i < n; i++)
    sights[i].verdict = judge_sight (self, sights, i, in_burst[i]);
}

static const char *const kind_texts[] = { "view", "click", "look" };

/**
 * wb_sight_kind_to_text:
 * @kind: a kind
 *
 * Returns: (transfer none): its word in the ledger
 */
const char *
wb_sight_kind_to_text (WbSightKind kind)
{
  g_return_val_if_fail ((gsize) kind < G_N_ELEMENTS (kind_texts), NULL);

  return kind_texts[kind];
}

/**
 * wb_sight_kind_from_text:
 * @text: (nullable): a word
 * @kind_out: (out): the kind it names
 *
 * Returns: `FALSE` when it names none
 */
gboolean
wb_sight_kind_from_text (const char  *text,
                         WbSightKind *kind_out)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kind_texts); i++) {
    if (g_strcmp0 (text, kind_texts[i]) == 0) {
      *kind_out = (WbSightKind) i;
      return TRUE;
    }
  }

  return FALSE;
}

static const char *const verdict_texts[WB_N_VERDICTS] = {
  "counted", "head", "prefetch", "agent", "burst", "repeat",
};

/**
 * wb_verdict_to_text:
 * @verdict: a verdict
 *
 * Returns: (transfer none): its word in the API
 */
const char *
wb_verdict_to_text (WbVerdict verdict)
{
  g_return_val_if_fail (verdict < WB_N_VERDICTS, NULL);

  return verdict_texts[verdict];
}

/**
 * wb_verdict_from_text:
 * @text: (nullable): a word
 * @verdict_out: (out): the verdict it names
 *
 * Returns: `FALSE` when it names none
 */
gboolean
wb_verdict_from_text (const char *text,
                      WbVerdict  *verdict_out)
{
  for (gsize i = 0; i < WB_N_VERDICTS; i++) {
    if (g_strcmp0 (text, verdict_texts[i]) == 0) {
      *verdict_out = (WbVerdict) i;
      return TRUE;
    }
  }

  return FALSE;
}
