/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* See wb-results-findings.h. Advice whose words did not change keeps its row, and with it the
 * keyboard's place. */

#include "config.h"

#include "wb-results-findings.h"

#include "wb-spoken.h"

#include <glib/gi18n-lib.h>

struct _WbResultsFindings
{
  AdwBin parent_instance;

  GtkWidget *headline;
  GtkWidget *reason;
  GtkWidget *open_box;
  GtkWidget *open_label;
  GtkWidget *limits_box;
  GtkWidget *limits_label;
  GtkWidget *advice_card;
  GtkWidget *advice_list;
  GtkWidget *read_button;
  GtkWidget *explain_button;
  char *advice;             /* (owned) (nullable) all that the list says */
};

G_DEFINE_FINAL_TYPE (WbResultsFindings, wb_results_findings, ADW_TYPE_BIN)

/* What a person can do about it. */
typedef struct
{
  const char *label;
  const char *action;  /* detailed; "" = the offers of the type that is looked at */
} Deed;

static const Deed deed_offers = { N_ ("Open _offers"), "" };
static const Deed deed_calls = { N_ ("Open _calls"), "win.page::calls" };

static const Deed *
find_deed (const WbFinding *finding)
{
  switch (finding->kind) {
    case WB_FINDING_NO_OFFERS:
    case WB_FINDING_NOT_TAKEN:
    case WB_FINDING_TAKEN_NOT_USED:
      return &deed_offers;
    case WB_FINDING_FELL:
      return finding->tool == WB_TOOL_CALL_REQUEST ? &deed_calls : &deed_offers;
    default:
      return NULL;
  }
}

static const char *
find_icon (const WbFinding *finding)
{
  switch (finding->kind) {
    case WB_FINDING_ROSE:
      return "go-up-symbolic";
    case WB_FINDING_FELL:
      return "go-down-symbolic";
    case WB_FINDING_NOT_ENOUGH:
      return "content-loading-symbolic";
    case WB_FINDING_BEST_SHARE:
    case WB_FINDING_BEST_MONEY:
      return "starred-symbolic";
    default:
      return "wb-advice-symbolic";
  }
}

static GtkWidget *
new_deed_button (const Deed           *deed,
                 const WbResultsModel *model)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_ (deed->label));

  if (*deed->action != '\0') {
    gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button), deed->action);
  } else if (model->question->type) {
    gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.show-offers");
    gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", model->question->type);
  } else {
    gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button), "win.page::offers");
  }
  wb_spoken_drop_underline (button);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "quiet");

  return button;
}

static GtkWidget *
new_advice (const WbResultsModel *model,
            const WbFinding      *finding,
            const char           *words)
{
  GtkWidget *row = gtk_list_box_row_new ();
  /* A box would seek the width of each height of words that wrap. */
  GtkWidget *grid = g_object_new (GTK_TYPE_GRID, "column-spacing", 12, NULL);
  GtkWidget *icon = gtk_image_new_from_icon_name (find_icon (finding));
  GtkWidget *label = gtk_label_new (words);
  const Deed *deed = find_deed (finding);

  g_object_set (icon, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_widget_add_css_class (icon, "dim-label");
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_grid_attach (GTK_GRID (grid), icon, 0, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), label, 1, 0, 1, 1);
  if (deed)
    gtk_grid_attach (GTK_GRID (grid), new_deed_button (deed, model), 2, 0, 1, 1);
  gtk_widget_add_css_class (grid, "results-advice");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), grid);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (row), FALSE);
  /* Only what can be pressed is a stop of the keyboard. */
  gtk_widget_set_focusable (row, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);

  return row;
}

/* What the headline rests on is said there; that numbers may rise stands below it. */
static gboolean
is_advice (const WbFinding *finding)
{
  return finding->kind != WB_FINDING_OPEN && finding->kind != WB_FINDING_NOT_ENOUGH &&
         finding->kind != WB_FINDING_BEST_SHARE;
}

static void
show_advice (WbResultsFindings    *self,
             const WbResultsModel *model)
{
  GArray *findings = model->results->findings;
  g_autoptr (GString) all = g_string_new (model->question->type);
  guint n = 0;

  for (guint i = 0; i < findings->len; i++) {
    const WbFinding *finding = &g_array_index (findings, WbFinding, i);
    g_autofree char *words = wb_finding_words (model->results, finding);

    if (is_advice (finding))
      g_string_append_printf (all, "\n%u %s", finding->kind, words);
  }
  if (g_strcmp0 (self->advice, all->str) == 0)
    return;

  g_free (self->advice);
  self->advice = g_strdup (all->str);
  for (GtkListBoxRow *row = NULL;
       (row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->advice_list), 0));)
    gtk_list_box_remove (GTK_LIST_BOX (self->advice_list), GTK_WIDGET (row));
  for (guint i = 0; i < findings->len; i++) {
    const WbFinding *finding = &g_array_index (findings, WbFinding, i);
    g_autofree char *words = NULL;

    if (!is_advice (finding))
      continue;
    words = wb_finding_words (model->results, finding);
    gtk_list_box_append (GTK_LIST_BOX (self->advice_list), new_advice (model, finding, words));
    n++;
  }
  gtk_widget_set_visible (self->advice_card, n > 0);
}

static void
show_line (GtkWidget  *box,
           GtkWidget  *label,
           const char *words)
{
  gtk_label_set_text (GTK_LABEL (label), words ? words : "");
  gtk_widget_set_visible (box, words && *words != '\0');
}

/**
 * wb_results_findings_set_model:
 * @self: findings
 * @model: the numbers
 * @limits: (nullable): what they do not cover, translated
 */
void
wb_results_findings_set_model (WbResultsFindings    *self,
                               const WbResultsModel *model,
                               const char           *limits)
{
  g_autofree char *headline = NULL;
  g_autofree char *reason = NULL;
  g_autoptr (GString) open = g_string_new (NULL);

  g_return_if_fail (WB_IS_RESULTS_FINDINGS (self));
  g_return_if_fail (model);

  headline = wb_results_headline (model->results);
  reason = wb_results_reason (model->results);
  for (guint i = 0; i < model->results->findings->len; i++) {
    const WbFinding *finding = &g_array_index (model->results->findings, WbFinding, i);
    g_autofree char *words = NULL;

    if (finding->kind != WB_FINDING_OPEN)
      continue;
    words = wb_finding_words (model->results, finding);
    g_string_append_printf (open, "%s%s", open->len > 0 ? " " : "", words);
  }
  show_line (self->headline, self->headline, headline);
  show_line (self->reason, self->reason, reason);
  show_line (self->open_box, self->open_label, open->str);
  show_line (self->limits_box, self->limits_label, limits);
  show_advice (self, model);
}

static void
wb_results_findings_finalize (GObject *object)
{
  g_free (WB_RESULTS_FINDINGS (object)->advice);

  G_OBJECT_CLASS (wb_results_findings_parent_class)->finalize (object);
}

static void
wb_results_findings_class_init (WbResultsFindingsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = wb_results_findings_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/winback/app/results/wb-results-findings.ui");
  gtk_widget_class_bind_template_child (widget_class, WbResultsFindings, headline);
  gtk_widget_class_bind_template_child (widget_class, WbResultsFindings, reason);
  gtk_widget_class_bind_template_child (widget_class, WbResultsFindings, open_box);
  gtk_widget_class_bind_template_child (widget_class, WbResultsFindings, open_label);
  gtk_widget_class_bind_template_child (widget_class, WbResultsFindings, limits_box);
  gtk_widget_class_bind_template_child (widget_class, WbResultsFindings, limits_label);
  gtk_widget_class_bind_template_child (widget_class, WbResultsFindings, advice_card);
  gtk_widget_class_bind_template_child (widget_class, WbResultsFindings, advice_list);
  gtk_widget_class_bind_template_child (widget_class, WbResultsFindings, read_button);
  gtk_widget_class_bind_template_child (widget_class, WbResultsFindings, explain_button);
}

static void
wb_results_findings_init (WbResultsFindings *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  wb_spoken_drop_underline (self->read_button);
  wb_spoken_drop_underline (self->explain_button);
}

/**
 * wb_results_findings_new:
 *
 * Returns: (transfer floating): findings of nothing yet; main thread, as all here
 */
GtkWidget *
wb_results_findings_new (void)
{
  return g_object_new (WB_TYPE_RESULTS_FINDINGS, NULL);
}
