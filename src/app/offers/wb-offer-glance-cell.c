/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A tool in a few lines; see wb-offer-glance-cell.h. Values are those stored, which may be the
 * drafts of a tool that is off, so each may be missing. */

#include "config.h"

#include "wb-offer-glance-cell.h"

#include "wb-banner-store.h"
#include "wb-format.h"
#include "wb-offer-diff.h"

#include <glib/gi18n-lib.h>

static const struct
{
  const char *name;
  const char *icon;
} tools[WB_N_TOOLS] = {
  [WB_TOOL_COUPON] = { N_ ("Coupon"), "wb-coupon-symbolic" },
  [WB_TOOL_CALL_REQUEST] = { N_ ("Call request"), "wb-calls-symbolic" },
  [WB_TOOL_BANNER] = { N_ ("Banner"), "image-x-generic-symbolic" },
};

static GtkWidget *
append_line (GtkWidget  *box,
             const char *text,
             const char *css_class)
{
  GtkWidget *label = wb_offer_glance_label_new (text, css_class);

  gtk_box_append (GTK_BOX (box), label);

  return label;
}

/* Icon and word: colour is never the only sign. */
static void
append_state (GtkWidget *box,
              gboolean   on)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *icon = gtk_image_new_from_icon_name (on ? "emblem-ok-symbolic"
                                                     : "action-unavailable-symbolic");
  GtkWidget *word = gtk_label_new (on ? C_ ("tool", "On") : C_ ("tool", "Off"));

  gtk_widget_add_css_class (word, "heading");
  gtk_widget_add_css_class (line, on ? "success" : "dim-label");
  gtk_box_append (GTK_BOX (line), icon);
  gtk_box_append (GTK_BOX (line), word);
  gtk_box_append (GTK_BOX (box), line);
}

static void
append_coupon (GtkWidget        *box,
               const WbOfferSet *set)
{
  g_autofree char *days = NULL;

  for (guint i = 0; i < set->amounts->len; i++) {
    const WbCouponAmount *row = g_ptr_array_index (set->amounts, i);
    g_autofree char *words = row->amount ? wb_offer_glance_amount (row) : NULL;

    if (words)
      gtk_widget_add_css_class (append_line (box, words, NULL), "amount-field");
  }
  if (set->validity_days < 0)
    return;

  days = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Valid %d day", "Valid %d days",
                                       (gulong) set->validity_days),
                          set->validity_days);
  append_line (box, days, NULL);
}

static void
append_call (GtkWidget        *box,
             const WbOfferSet *set,
             WbContext        *context)
{
  const char *text = wb_context_pick_text (context, set->call_text);
  GtkWidget *label = append_line (box, text && *text ? text : _ ("The usual question"), NULL);

  /* A text may have 500 characters; the editor is where all of it is read. */
  gtk_label_set_lines (GTK_LABEL (label), 3);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
}

static char *
describe_period (const WbBanner *banner,
                 WbContext      *context)
{
  gint64 now = wb_context_now (context);
  GTimeZone *zone = wb_context_get_zone (context);
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  if (banner->starts_on != WB_DATE_NONE)
    from = wb_format_date (banner->starts_on, now, zone);
  if (banner->ends_on != WB_DATE_NONE)
    to = wb_format_date (banner->ends_on, now, zone);
  if (from && to)
    /* TRANSLATORS: from one day to another */
    return g_strdup_printf (C_ ("period", "%s – %s"), from, to);
  if (from)
    return g_strdup_printf (C_ ("period", "From %s"), from);
  if (to)
    return g_strdup_printf (C_ ("period", "Until %s"), to);

  return g_strdup (C_ ("period", "At any time"));
}

static const char *
describe_phase (const WbBanner *banner,
                WbContext      *context)
{
  gint32 today = wb_date_of_time (wb_context_now (context), wb_context_get_zone (context));

  switch (wb_banner_get_phase (banner, today)) {
    case WB_BANNER_UPCOMING:
      return C_ ("banner", "not yet");
    case WB_BANNER_OVER:
      return C_ ("banner", "over");
    case WB_BANNER_RUNNING:
    default:
      return "";
  }
}

static const WbBanner *
find_banner (GPtrArray  *banners,
             const char *id)
{
  for (guint i = 0; banners && i < banners->len; i++) {
    const WbBanner *banner = g_ptr_array_index (banners, i);

    if (g_strcmp0 (banner->id, id) == 0)
      return banner;
  }

  return NULL;
}

static void
append_banner (GtkWidget        *box,
               const WbOfferSet *set,
               WbContext        *context,
               GPtrArray        *banners)
{
  const WbBanner *banner = find_banner (banners, set->banner);
  g_autofree char *period = NULL;
  g_autofree char *words = NULL;

  if (!set->banner) {
    append_line (box, _ ("No picture chosen"), NULL);
  } else if (!banner) {
    append_line (box, _ ("A picture that is not known here"), NULL);
  } else {
    append_line (box, banner->name, NULL);
    period = describe_period (banner, context);
    words = wb_format_join (period, describe_phase (banner, context), NULL);
    append_line (box, words, NULL);
  }
}

/**
 * wb_offer_tool_get_name:
 * @tool: one of the tools
 *
 * Returns: (transfer none): its name, translated
 */
const char *
wb_offer_tool_get_name (WbTool tool)
{
  g_return_val_if_fail (tool < WB_N_TOOLS, NULL);

  return _ (tools[tool].name);
}

/**
 * wb_offer_tool_get_icon:
 * @tool: one of the tools
 *
 * Returns: (transfer none): the name of its icon
 */
const char *
wb_offer_tool_get_icon (WbTool tool)
{
  g_return_val_if_fail (tool < WB_N_TOOLS, NULL);

  return tools[tool].icon;
}

/**
 * wb_offer_glance_list_banners:
 * @context: the workspace
 *
 * Returns: (transfer full) (nullable) (element-type WbBanner): the known banners; `NULL` when they
 *   cannot be read, and then none is named
 */
GPtrArray *
wb_offer_glance_list_banners (WbContext *context)
{
  g_return_val_if_fail (WB_IS_CONTEXT (context), NULL);

  return wb_banner_store_list (wb_context_get_reader (context), NULL);
}

/**
 * wb_offer_glance_label_new:
 * @text: words, not markup
 * @css_class: (nullable): a style
 *
 * Returns: (transfer floating): a label that takes as many lines as it needs
 */
GtkWidget *
wb_offer_glance_label_new (const char *text,
                           const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class)
    gtk_widget_add_css_class (label, css_class);

  return label;
}

/**
 * wb_offer_glance_amount:
 * @row: a currency's row, with an amount
 *
 * Returns: (transfer full): “200 Kč off an order over 1 000 Kč”
 */
char *
wb_offer_glance_amount (const WbCouponAmount *row)
{
  g_return_val_if_fail (row, NULL);

  return wb_format_offer (row->kind, row->amount, row->min_order_value, row->currency);
}

/**
 * wb_offer_glance_cell_new:
 * @set: what a type offers
 * @tool: which of its tools
 * @context: for languages, names and the clock
 * @banners: (nullable) (element-type WbBanner): the known ones
 *
 * Returns: (transfer floating): the lines
 */
GtkWidget *
wb_offer_glance_cell_new (const WbOfferSet *set,
                          WbTool            tool,
                          WbContext        *context,
                          GPtrArray        *banners)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  gboolean on = FALSE;
  WbPlacements where = WB_PLACEMENT_NONE;
  g_autofree char *places = NULL;

  g_return_val_if_fail (set, NULL);
  g_return_val_if_fail (WB_IS_CONTEXT (context), NULL);

  on = wb_offer_set_is_on (set, tool);
  append_state (box, on);
  if (tool == WB_TOOL_COUPON)
    append_coupon (box, set);
  else if (tool == WB_TOOL_CALL_REQUEST)
    append_call (box, set, context);
  else
    append_banner (box, set, context, banners);
  where = wb_offer_set_get_placements (set, tool);
  places = wb_placements_for_people (where);
  if (on || where != WB_PLACEMENT_NONE)
    append_line (box, places, "dim-label");
  if (!on)
    gtk_widget_add_css_class (box, "tool-off");

  return box;
}
