/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A version as a row; see wb-offer-history-row.h. */

#include "config.h"

#include "wb-offer-history-row.h"

#include "wb-format.h"
#include "wb-offer-history-changes.h"

#include <glib/gi18n-lib.h>

static GtkWidget *
append_label (GtkWidget  *box,
              const char *text,
              const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (css_class)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);

  return label;
}

static char *
summarize (WbContext        *context,
           const WbOfferSet *version,
           const WbOfferSet *before)
{
  g_auto (GStrv) sentences = NULL;
  guint n = 0;

  if (!before)
    return g_strdup (version->version > 1 ? _ ("The oldest version known here")
                                          : _ ("Set up for the first time"));
  sentences = wb_offer_changes_describe (context, before, version);
  n = g_strv_length (sentences);
  if (n == 0)
    return g_strdup (_ ("Saved without a change"));
  if (n == 1)
    return g_strdup (sentences[0]);

  /* TRANSLATORS: %s is a change in words, %u how many others there are */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s, and %u more", "%s, and %u more",
                                       n - 1),
                          sentences[0], n - 1);
}

/**
 * wb_offer_history_who:
 * @context: for names
 * @version: a version
 *
 * Returns: (transfer full): who saved it
 */
char *
wb_offer_history_who (WbContext        *context,
                      const WbOfferSet *version)
{
  const char *name = wb_context_get_user_name (context, version->updated_by);

  return g_strdup (name ? name : _ ("Somebody who is not known here"));
}

/**
 * wb_offer_history_when:
 * @context: for the clock
 * @version: a version
 *
 * Returns: (transfer full): when it was saved
 */
char *
wb_offer_history_when (WbContext        *context,
                       const WbOfferSet *version)
{
  if (version->updated_at == WB_TIME_NONE)
    return g_strdup (_ ("At an unknown time"));

  return wb_format_when (version->updated_at, wb_context_now (context),
                         wb_context_get_zone (context));
}

/**
 * wb_offer_history_row_new:
 * @context: for names and the clock
 * @version: a version
 * @before: (nullable): the one before it; `NULL` = none is known
 * @is_present: whether it is the one in force
 *
 * Returns: (transfer floating): the row
 */
GtkWidget *
wb_offer_history_row_new (WbContext        *context,
                          const WbOfferSet *version,
                          const WbOfferSet *before,
                          gboolean          is_present)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *title = NULL;
  GtkWidget *summary = NULL;
  g_autofree char *when = NULL;
  g_autofree char *who = NULL;
  g_autofree char *words = NULL;
  g_autofree char *spoken = NULL;

  g_return_val_if_fail (WB_IS_CONTEXT (context), NULL);
  g_return_val_if_fail (version, NULL);

  when = wb_offer_history_when (context, version);
  who = wb_offer_history_who (context, version);
  words = summarize (context, version, before);
  title = append_label (head, when, "heading");
  gtk_widget_set_hexpand (title, TRUE);
  if (is_present)
    gtk_widget_add_css_class (append_label (head, C_ ("version", "In force"), "caption"),
                              "present-tag");
  gtk_box_append (GTK_BOX (box), head);
  append_label (box, who, NULL);
  summary = append_label (box, words, "caption");
  gtk_widget_add_css_class (summary, "dim-label");
  gtk_label_set_wrap (GTK_LABEL (summary), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (summary), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (summary), 2);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_top (box, 9);
  gtk_widget_set_margin_bottom (box, 9);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  spoken = wb_format_join (when, is_present ? C_ ("version", "In force") : "", who, words, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);

  return row;
}
