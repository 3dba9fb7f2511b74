/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Results in words: whole sentences per tool, since a word set into another language's sentence
 * takes the wrong form there. Shares are told "of 100", which more people read rightly than
 * percentages. */

#include "config.h"

#include "wb-results-private.h"

#include <glib/gi18n-lib.h>

/* Sentences by tool, in its order. */
typedef const char *Words[WB_N_TOOLS];

static const Words best_words = {
  N_ ("The coupon brings customers back best"),
  N_ ("The call brings customers back best"),
  N_ ("The banner brings customers back best"),
};

static const Words most_money_words = {
  N_ ("The coupon brings the most money per ticket"),
  N_ ("The call brings the most money per ticket"),
  N_ ("The banner brings the most money per ticket"),
};

static const Words share_words = {
  N_ ("Of 100 customers offered a coupon, %s ordered again (%s)."),
  N_ ("Of 100 customers offered a call, %s ordered again (%s)."),
  N_ ("Of 100 customers offered a banner, %s ordered again (%s)."),
};

static const Words next_share_words = {
  N_ ("Of those offered a coupon, %s (%s)."),
  N_ ("Of those offered a call, %s (%s)."),
  N_ ("Of those offered a banner, %s (%s)."),
};

static const Words few_offered_words = {
  N_ ("For the coupon there is not enough yet: offered to %s of %d customers needed."),
  N_ ("For the call there is not enough yet: offered to %s of %d customers needed."),
  N_ ("For the banner there is not enough yet: offered to %s of %d customers needed."),
};

static const Words few_orders_words = {
  N_ ("For the coupon there is not enough yet: %s of %d orders needed."),
  N_ ("For the call there is not enough yet: %s of %d orders needed."),
  N_ ("For the banner there is not enough yet: %s of %d orders needed."),
};

static const Words best_share_words = {
  N_ ("More customers come back with the coupon than with any other offer: "
      "%s of 100, next best %s."),
  N_ ("More customers come back with a call than with any other offer: "
      "%s of 100, next best %s."),
  N_ ("More customers come back with the banner than with any other offer: "
      "%s of 100, next best %s."),
};

static const Words best_money_words = {
  N_ ("The coupon brings the most per ticket offered: %s (%s), next best %s."),
  N_ ("The call brings the most per ticket offered: %s (%s), next best %s."),
  N_ ("The banner brings the most per ticket offered: %s (%s), next best %s."),
};

static const Words not_taken_words = {
  N_ ("Few take the coupon (%s of 100), but of those who do, %s of 100 order again. "
      "Show it in more places."),
  N_ ("Few ask for a call (%s of 100), but of those who do, %s of 100 order again. "
      "Offer it in more places, with a more inviting text."),
  N_ ("Few click the banner (%s of 100), but of those who do, %s of 100 order again. "
      "Show it in more places, or try another picture."),
};

static const Words in_vain_words = {
  N_ ("Many take the coupon (%s of 100), but of those only %s of 100 order again. "
      "Look at its minimum order and how long it is valid."),
  N_ ("Many ask for a call (%s of 100), but of those only %s of 100 order again. "
      "Look at what the calls can offer."),
  N_ ("Many click the banner (%s of 100), but of those only %s of 100 order again. "
      "Look at where it leads."),
};

static const Words rose_words = {
  N_ ("The coupon brings back more customers than before: %s of 100, before %s."),
  N_ ("The call brings back more customers than before: %s of 100, before %s."),
  N_ ("The banner brings back more customers than before: %s of 100, before %s."),
};

static const Words fell_words = {
  N_ ("The coupon brings back fewer customers than before: %s of 100, before %s."),
  N_ ("The call brings back fewer customers than before: %s of 100, before %s."),
  N_ ("The banner brings back fewer customers than before: %s of 100, before %s."),
};

static const Words open_words = {
  N_ ("These numbers may still rise: %s of %s customers offered a coupon can still order with it."),
  N_ ("These numbers may still rise: %s of %s customers offered a call may still order."),
  N_ ("These numbers may still rise: %s of %s customers offered a banner may still order."),
};

static const char *
pick (const Words words,
      WbTool      tool)
{
  return _ (words[tool]);
}

/**
 * wb_tool_words:
 * @tool: a tool
 *
 * Any thread.
 *
 * Returns: (transfer none): its name, translated
 */
const char *
wb_tool_words (WbTool tool)
{
  switch (tool) {
    case WB_TOOL_COUPON:
      return C_ ("offer", "Coupon");
    case WB_TOOL_CALL_REQUEST:
      return C_ ("offer", "Call");
    case WB_TOOL_BANNER:
      return C_ ("offer", "Banner");
    case WB_N_TOOLS:
    default:
      g_return_val_if_reached ("");
  }
}

static char *
format_count (gint64 count)
{
  return g_strdup_printf ("%'" G_GINT64_FORMAT, count);
}

/* How many of 100: small ones need a digit more. */
static char *
format_of_100 (double share)
{
  double of_100 = share * 100;

  if (of_100 < 0.05 || of_100 >= 9.95)
    return g_strdup_printf ("%.0f", of_100);

  return g_strdup_printf ("%.1f", of_100);
}

static char *
format_interval (const WbInterval *interval)
{
  g_autofree char *low = format_of_100 (interval->low);
  g_autofree char *high = format_of_100 (interval->high);

  /* TRANSLATORS: how far a number may be off, as in "18 (16 to 20)" */
  return g_strdup_printf (C_ ("interval", "%s to %s"), low, high);
}

/* An estimate, in minor units: what a ticket brings on the average. */
static char *
format_money (const WbResults *self,
              double           estimate)
{
  WbMoney money = { (gint64) (estimate + 0.5), "" };

  g_strlcpy (money.currency, self->money_currency, sizeof money.currency);

  return wb_money_format_symbol (&money, NULL, TRUE);
}

/* G_GNUC_FORMAT cannot see through a table of sentences; the catalogues' formats are checked by
 * msgfmt, which knows these as c-format. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"

static char *
say_share (const WbToolResult *tool,
           const Words         words)
{
  g_autofree char *share = format_of_100 (tool->share.value);
  g_autofree char *interval = format_interval (&tool->share);

  return g_strdup_printf (pick (words, tool->tool), share, interval);
}

static char *
say_not_enough (const WbToolResult *tool)
{
  gboolean few_offered = tool->sum->offered < WB_RESULTS_MIN_OFFERED;
  g_autofree char *count = format_count (few_offered ? tool->sum->offered : tool->orders);

  return g_strdup_printf (pick (few_offered ? few_offered_words : few_orders_words, tool->tool),
                          count, few_offered ? WB_RESULTS_MIN_OFFERED : WB_RESULTS_MIN_ORDERS);
}

static char *
say_shares (const WbToolResult *tool,
            const Words         words,
            double              one,
            double              two)
{
  g_autofree char *first = format_of_100 (one);
  g_autofree char *second = format_of_100 (two);

  return g_strdup_printf (pick (words, tool->tool), first, second);
}

static char *
say_steps (const WbToolResult *tool,
           const Words         words)
{
  gint64 taken = MIN (tool->sum->taken, tool->sum->offered);

  return say_shares (tool, words, (double) taken / (double) tool->sum->offered,
                     taken > 0 ? (double) MIN (tool->orders, taken) / (double) taken : 0);
}

static char *
say_most_money (const WbResults    *self,
                const WbToolResult *tool,
                const WbToolResult *next)
{
  g_autofree char *value = format_money (self, tool->per_offer.value);
  g_autofree char *low = format_money (self, tool->per_offer.low);
  g_autofree char *high = format_money (self, tool->per_offer.high);
  g_autofree char *interval = g_strdup_printf (C_ ("interval", "%s to %s"), low, high);
  g_autofree char *next_value = format_money (self, next->per_offer.value);

  return g_strdup_printf (pick (best_money_words, tool->tool), value, interval, next_value);
}

static char *
say_open (const WbToolResult *tool)
{
  g_autofree char *open = format_count (tool->sum->open);
  g_autofree char *offered = format_count (tool->sum->offered);

  return g_strdup_printf (pick (open_words, tool->tool), open, offered);
}

#pragma GCC diagnostic pop

/**
 * wb_finding_words:
 * @self: results
 * @finding: one of their findings
 *
 * Any thread.
 *
 * Returns: (transfer full): it in a sentence or two that name its numbers, translated
 */
char *
wb_finding_words (const WbResults *self,
                  const WbFinding *finding)
{
  const WbToolResult *tool = NULL;
  const WbToolResult *other = NULL;

  g_return_val_if_fail (self && finding, NULL);

  if (finding->kind == WB_FINDING_NO_OFFERS)
    return g_strdup (_ ("Choose a longer period, or look at whether offers are switched on."));
  if (finding->kind == WB_FINDING_NO_DIFFERENCE)
    return g_strdup (_ ("The differences between the offers may be chance. "
                        "Leave them as they are and look again later."));

  tool = wb_results_find (self, finding->tool);
  other = wb_results_find (self, finding->other);
  g_return_val_if_fail (tool && other, NULL);

  switch (finding->kind) {
    case WB_FINDING_NOT_ENOUGH:
      return say_not_enough (tool);
    case WB_FINDING_BEST_SHARE:
      return say_shares (tool, best_share_words, tool->share.value, other->share.value);
    case WB_FINDING_BEST_MONEY:
      return say_most_money (self, tool, other);
    case WB_FINDING_NOT_TAKEN:
      return say_steps (tool, not_taken_words);
    case WB_FINDING_TAKEN_NOT_USED:
      return say_steps (tool, in_vain_words);
    case WB_FINDING_ROSE:
      return say_shares (tool, rose_words, tool->share.value, tool->share_before.value);
    case WB_FINDING_FELL:
      return say_shares (tool, fell_words, tool->share.value, tool->share_before.value);
    case WB_FINDING_OPEN:
      return say_open (tool);
    case WB_FINDING_NO_OFFERS:
    case WB_FINDING_NO_DIFFERENCE:
    default:
      g_return_val_if_reached (NULL);
  }
}

static const WbFinding *
find_finding (const WbResults *self,
              WbFindingKind    kind)
{
  for (guint i = 0; i < self->findings->len; i++) {
    const WbFinding *one = &g_array_index (self->findings, WbFinding, i);

    if (one->kind == kind)
      return one;
  }

  return NULL;
}

/**
 * wb_results_headline:
 * @self: results
 *
 * Any thread.
 *
 * Returns: (transfer full): what to conclude, in a few words without a full stop, translated
 */
char *
wb_results_headline (const WbResults *self)
{
  const WbFinding *share = NULL;
  const WbFinding *money = NULL;

  g_return_val_if_fail (self, NULL);

  share = find_finding (self, WB_FINDING_BEST_SHARE);
  money = find_finding (self, WB_FINDING_BEST_MONEY);
  if (share)
    return g_strdup (pick (best_words, share->tool));
  if (money)
    return g_strdup (pick (most_money_words, money->tool));
  if (find_finding (self, WB_FINDING_NO_OFFERS))
    return g_strdup (_ ("Nothing was offered in this period"));
  if (find_finding (self, WB_FINDING_NO_DIFFERENCE))
    return g_strdup (_ ("No offer is clearly ahead"));

  return g_strdup (_ ("Not enough orders yet to compare"));
}

/**
 * wb_results_reason:
 * @self: results
 *
 * Any thread.
 *
 * Returns: (transfer full): what the headline rests on: each tool's share with its interval, the
 * best first, translated; "" when nothing was offered
 */
char *
wb_results_reason (const WbResults *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean is_first = TRUE;

  g_return_val_if_fail (self, NULL);

  for (guint i = 0; i < self->tools->len; i++) {
    const WbToolResult *tool = g_ptr_array_index (self->tools, i);
    g_autofree char *words = NULL;

    if (tool->sum->offered == 0)
      continue;
    words = tool->is_enough ? say_share (tool, is_first ? share_words : next_share_words)
                            : say_not_enough (tool);
    if (text->len > 0)
      g_string_append_c (text, ' ');
    g_string_append (text, words);
    is_first = is_first && !tool->is_enough;
  }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * wb_tool_result_share_words:
 * @self: a tool's result
 *
 * Any thread.
 *
 * Returns: (transfer full): "18 of 100 (16 to 20)", or how much is missing, translated
 */
char *
wb_tool_result_share_words (const WbToolResult *self)
{
  g_autofree char *share = NULL;
  g_autofree char *interval = NULL;

  g_return_val_if_fail (self, NULL);

  if (self->sum->offered < WB_RESULTS_MIN_OFFERED)
    return g_strdup_printf (_ ("Not enough yet: %d of %d offered"), (int) self->sum->offered,
                            WB_RESULTS_MIN_OFFERED);
  if (!self->is_enough)
    return g_strdup_printf (_ ("Not enough yet: %d of %d orders"), (int) self->orders,
                            WB_RESULTS_MIN_ORDERS);

  share = format_of_100 (self->share.value);
  interval = format_interval (&self->share);

  return g_strdup_printf (_ ("%s of 100 (%s)"), share, interval);
}

/**
 * wb_tool_result_change_words:
 * @self: a tool's result
 *
 * How its share differs from the period before. Any thread.
 *
 * Returns: (transfer full): "up from 15 of 100", or that nothing sure can be said, translated
 */
char *
wb_tool_result_change_words (const WbToolResult *self)
{
  g_autofree char *before = NULL;

  g_return_val_if_fail (self, NULL);

  if (!self->is_enough || !self->before_is_enough)
    return g_strdup (_ ("Not enough to compare"));

  before = format_of_100 (self->share_before.value);
  if (!self->change_is_sure)
    return self->may_rise && self->share.value < self->share_before.value
           ? g_strdup_printf (_ ("%s of 100 before; may still rise"), before)
           : g_strdup_printf (_ ("%s of 100 before; may be chance"), before);

  return self->share.value > self->share_before.value
         ? g_strdup_printf (_ ("Up from %s of 100"), before)
         : g_strdup_printf (_ ("Down from %s of 100"), before);
}

static void
append_line (GString    *text,
             const char *line)
{
  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append (text, line);
}

static void
append_counts (GString            *text,
               const WbToolResult *tool)
{
  g_autofree char *offered = format_count (tool->sum->offered);
  g_autofree char *shown = tool->sum->shown == WB_COUNT_NONE ? g_strdup (_ ("not counted"))
                                                             : format_count (tool->sum->shown);
  g_autofree char *taken = format_count (tool->sum->taken);
  g_autofree char *used = format_count (tool->sum->used);
  g_autofree char *probable = format_count (tool->sum->used_probable);
  g_autofree char *share = wb_tool_result_share_words (tool);
  g_autofree char *change = wb_tool_result_change_words (tool);
  /* TRANSLATORS: name of an offer, then what became of it */
  g_autofree char *line =
    g_strdup_printf (_ ("%s: offered %s, shown %s, taken %s, ordered %s, probably ordered %s. "
                        "%s. %s."), wb_tool_words (tool->tool), offered, shown, taken, used,
                     probable, share, change);

  append_line (text, line);
}

static void
append_money (GString            *text,
              const WbToolResult *tool)
{
  for (guint i = 0; i < tool->money->len; i++) {
    const WbResultMoney *money = g_ptr_array_index (tool->money, i);
    WbMoney certain = { money->revenue, "" };
    WbMoney probable = { money->revenue_probable, "" };
    g_autofree char *certain_words = NULL;
    g_autofree char *probable_words = NULL;
    g_autofree char *line = NULL;

    if (money->revenue == 0 && money->revenue_probable == 0)
      continue;
    g_strlcpy (certain.currency, money->currency, sizeof certain.currency);
    g_strlcpy (probable.currency, money->currency, sizeof probable.currency);
    certain_words = wb_money_format_symbol (&certain, NULL, TRUE);
    probable_words = wb_money_format_symbol (&probable, NULL, TRUE);
    line = g_strdup_printf (_ ("%s: revenue %s, probable %s."), wb_tool_words (tool->tool),
                            certain_words, probable_words);
    append_line (text, line);
  }
}

/**
 * wb_results_summary:
 * @self: results
 *
 * Whoever reads only this reaches the same conclusion as who sees the charts. Any thread.
 *
 * Returns: (transfer full): headline, reason, each finding and each tool's numbers, a line each,
 *   translated
 */
char *
wb_results_summary (const WbResults *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *headline = NULL;
  g_autofree char *reason = NULL;

  g_return_val_if_fail (self, NULL);

  headline = wb_results_headline (self);
  reason = wb_results_reason (self);
  g_string_printf (text, "%s.", headline);
  if (*reason)
    append_line (text, reason);
  for (guint i = 0; i < self->findings->len; i++) {
    const WbFinding *finding = &g_array_index (self->findings, WbFinding, i);
    g_autofree char *words = NULL;

    /* The reason says it already. */
    if (finding->kind == WB_FINDING_NOT_ENOUGH || finding->kind == WB_FINDING_BEST_SHARE)
      continue;
    words = wb_finding_words (self, finding);
    append_line (text, words);
  }
  for (guint i = 0; i < self->tools->len; i++) {
    const WbToolResult *tool = g_ptr_array_index (self->tools, i);

    if (tool->sum->offered == 0)
      continue;
    append_counts (text, tool);
    append_money (text, tool);
  }

  return g_string_free (g_steal_pointer (&text), FALSE);
}
