/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* See wb-results-filter-bar.h. */

#include "config.h"

#include "wb-results-filter-bar.h"

#include "wb-format.h"
#include "wb-period-button.h"
#include "wb-spoken.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  const char *name;      /* what is chosen by it, translated */
  GtkWidget *dropdown;
  GPtrArray *ids;        /* (owned) (element-type utf8) NULL = all */
  GPtrArray *names;      /* (owned) (element-type utf8) */
} Choice;

struct _WbResultsFilterBar
{
  AdwBin parent_instance;

  GtkWidget *period;
  Choice types;
  Choice currencies;

  WbContext *context;           /* (owned) */
  WbResultsQuestion *question;  /* (unowned) */
  GPtrArray *more;              /* (owned) (nullable) (element-type utf8) currencies */
  gboolean is_showing;          /* what changes now is not a person's choice */
};

G_DEFINE_FINAL_TYPE (WbResultsFilterBar, wb_results_filter_bar, ADW_TYPE_BIN)

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
add_choice (GPtrArray  *ids,
            GPtrArray  *names,
            const char *id,
            const char *name)
{
  for (guint i = 0; i < ids->len; i++) {
    if (g_strcmp0 (g_ptr_array_index (ids, i), id) == 0)
      return;
  }
  g_ptr_array_add (ids, g_strdup (id));
  g_ptr_array_add (names, g_strdup (name));
}

static gboolean
has_same (GPtrArray *a,
          GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++) {
    if (g_strcmp0 (g_ptr_array_index (a, i), g_ptr_array_index (b, i)) != 0)
      return FALSE;
  }

  return TRUE;
}

static const char *
get_chosen_name (Choice *choice)
{
  guint index = gtk_drop_down_get_selected (GTK_DROP_DOWN (choice->dropdown));

  return choice->names && index < choice->names->len ? g_ptr_array_index (choice->names, index)
                                                     : "";
}

static void
name_choice (Choice *choice)
{
  /* TRANSLATORS: what is chosen by a list, and what was: “Ticket type: All types” */
  g_autofree char *spoken =
    g_strdup_printf (C_ ("spoken", "%s: %s"), choice->name, get_chosen_name (choice));

  wb_spoken_set_inner_name (choice->dropdown, spoken);
}

/* Takes @ids and @names; a list that stands there as it is stays, and with it an open menu. */
static void
show_choice (Choice     *choice,
             GPtrArray  *ids,
             GPtrArray  *names,
             const char *chosen)
{
  guint index = 0;

  if (choice->ids && has_same (choice->ids, ids) && has_same (choice->names, names)) {
    g_ptr_array_unref (ids);
    g_ptr_array_unref (names);
  } else {
    g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);

    g_clear_pointer (&choice->ids, g_ptr_array_unref);
    g_clear_pointer (&choice->names, g_ptr_array_unref);
    choice->ids = ids;
    choice->names = names;
    for (guint i = 0; i < names->len; i++)
      gtk_string_list_append (list, g_ptr_array_index (names, i));
    gtk_drop_down_set_model (GTK_DROP_DOWN (choice->dropdown), G_LIST_MODEL (list));
  }
  for (guint i = 0; i < choice->ids->len; i++) {
    if (g_strcmp0 (g_ptr_array_index (choice->ids, i), chosen) == 0)
      index = i;
  }
  gtk_drop_down_set_selected (GTK_DROP_DOWN (choice->dropdown), index);
  name_choice (choice);
}

static void
show_types (WbResultsFilterBar *self)
{
  GPtrArray *types = wb_context_get_types (self->context);
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  add_choice (ids, names, NULL, _ ("All types"));
  for (guint i = 0; i < types->len; i++) {
    const WbTicketType *type = g_ptr_array_index (types, i);

    add_choice (ids, names, type->id, WB_TEXT (wb_context_get_type_name (self->context, type->id)));
  }
  show_choice (&self->types, ids, names, self->question->type);
}

/* The one that is looked at is there even if the account has it no more. */
static void
show_currencies (WbResultsFilterBar *self)
{
  const WbAccount *account = wb_context_get_account (self->context);
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  add_choice (ids, names, NULL, _ ("All currencies"));
  for (guint i = 0; account && account->currencies && account->currencies[i]; i++)
    add_choice (ids, names, account->currencies[i], account->currencies[i]);
  for (guint i = 0; self->more && i < self->more->len; i++)
    add_choice (ids, names, g_ptr_array_index (self->more, i), g_ptr_array_index (self->more, i));
  if (self->question->currency)
    add_choice (ids, names, self->question->currency, self->question->currency);
  show_choice (&self->currencies, ids, names, self->question->currency);
}

static const char *
get_chosen (Choice *choice)
{
  guint index = gtk_drop_down_get_selected (GTK_DROP_DOWN (choice->dropdown));

  return choice->ids && index < choice->ids->len ? g_ptr_array_index (choice->ids, index) : NULL;
}

static gboolean
take (char       **field,
      const char  *value)
{
  if (g_strcmp0 (*field, value) == 0)
    return FALSE;
  g_free (*field);
  *field = g_strdup (value);

  return TRUE;
}

static void
chosen_cb (WbResultsFilterBar *self)
{
  gboolean changed = FALSE;

  if (self->is_showing)
    return;
  changed = take (&self->question->type, get_chosen (&self->types));
  changed = take (&self->question->currency, get_chosen (&self->currencies)) || changed;
  if (!changed)
    return;
  name_choice (&self->types);
  name_choice (&self->currencies);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
take_period (WbResultsFilterBar *self)
{
  self->question->kind = wb_period_button_get_kind (WB_PERIOD_BUTTON (self->period));
  self->question->period = *wb_period_button_get_period (WB_PERIOD_BUTTON (self->period));
}

static void
period_changed_cb (WbResultsFilterBar *self)
{
  take_period (self);
  if (!self->is_showing)
    g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * wb_results_filter_bar_choose:
 * @self: a bar
 * @kind: a period by name
 *
 * As if a person had.
 */
void
wb_results_filter_bar_choose (WbResultsFilterBar *self,
                              WbPeriodKind        kind)
{
  g_return_if_fail (WB_IS_RESULTS_FILTER_BAR (self));

  wb_period_button_choose (WB_PERIOD_BUTTON (self->period), kind, NULL);
}

/**
 * wb_results_filter_bar_refresh:
 * @self: a bar
 *
 * Shows the question as it is, as of today: a period by name moves with the days.
 */
void
wb_results_filter_bar_refresh (WbResultsFilterBar *self)
{
  g_return_if_fail (WB_IS_RESULTS_FILTER_BAR (self));

  self->is_showing = TRUE;
  wb_period_button_set_today (
    WB_PERIOD_BUTTON (self->period),
    wb_date_of_time (wb_context_now (self->context), wb_context_get_zone (self->context)));
  take_period (self);
  show_types (self);
  show_currencies (self);
  self->is_showing = FALSE;
}

/**
 * wb_results_filter_bar_set_currencies:
 * @self: a bar
 * @currencies: (element-type utf8): those in the numbers
 */
void
wb_results_filter_bar_set_currencies (WbResultsFilterBar *self,
                                      GPtrArray          *currencies)
{
  g_return_if_fail (WB_IS_RESULTS_FILTER_BAR (self));
  g_return_if_fail (currencies);

  g_ptr_array_ref (currencies);
  g_clear_pointer (&self->more, g_ptr_array_unref);
  self->more = currencies;
  self->is_showing = TRUE;
  show_currencies (self);
  self->is_showing = FALSE;
}

static void
make_choice (WbResultsFilterBar *self,
             Choice             *choice,
             GtkWidget          *box,
             const char         *name)
{
  choice->name = name;
  choice->dropdown = gtk_drop_down_new (NULL, NULL);
  gtk_widget_set_tooltip_text (choice->dropdown, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (choice->dropdown), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
  g_signal_connect_swapped (choice->dropdown, "notify::selected", G_CALLBACK (chosen_cb), self);
  gtk_box_append (GTK_BOX (box), choice->dropdown);
}

static void
wb_results_filter_bar_dispose (GObject *object)
{
  WbResultsFilterBar *self = WB_RESULTS_FILTER_BAR (object);

  /* Dropdowns tell that nothing is selected while they go. */
  self->is_showing = TRUE;
  g_clear_object (&self->context);

  G_OBJECT_CLASS (wb_results_filter_bar_parent_class)->dispose (object);
}

static void
wb_results_filter_bar_finalize (GObject *object)
{
  WbResultsFilterBar *self = WB_RESULTS_FILTER_BAR (object);

  g_clear_pointer (&self->types.ids, g_ptr_array_unref);
  g_clear_pointer (&self->types.names, g_ptr_array_unref);
  g_clear_pointer (&self->currencies.ids, g_ptr_array_unref);
  g_clear_pointer (&self->currencies.names, g_ptr_array_unref);
  g_clear_pointer (&self->more, g_ptr_array_unref);

  G_OBJECT_CLASS (wb_results_filter_bar_parent_class)->finalize (object);
}

static gboolean
wb_results_filter_bar_grab_focus (GtkWidget *widget)
{
  return gtk_widget_child_focus (WB_RESULTS_FILTER_BAR (widget)->period, GTK_DIR_TAB_FORWARD);
}

static void
wb_results_filter_bar_class_init (WbResultsFilterBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = wb_results_filter_bar_dispose;
  G_OBJECT_CLASS (klass)->finalize = wb_results_filter_bar_finalize;
  GTK_WIDGET_CLASS (klass)->grab_focus = wb_results_filter_bar_grab_focus;

  signals[CHANGED] = g_signal_new ("changed", WB_TYPE_RESULTS_FILTER_BAR, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
wb_results_filter_bar_init (WbResultsFilterBar *self)
{
}

/**
 * wb_results_filter_bar_new:
 * @context: the workspace
 * @question: (transfer none): what it changes; outlives it
 *
 * Returns: (transfer floating): the bar; main thread, as all here
 */
GtkWidget *
wb_results_filter_bar_new (WbContext         *context,
                           WbResultsQuestion *question)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  WbResultsFilterBar *self = NULL;

  g_return_val_if_fail (WB_IS_CONTEXT (context), NULL);
  g_return_val_if_fail (question, NULL);

  self = g_object_new (WB_TYPE_RESULTS_FILTER_BAR, NULL);
  self->context = g_object_ref (context);
  self->question = question;
  self->is_showing = TRUE;
  self->period = wb_period_button_new ();
  g_signal_connect_swapped (self->period, "changed", G_CALLBACK (period_changed_cb), self);
  gtk_box_append (GTK_BOX (box), self->period);
  make_choice (self, &self->types, box, _ ("Ticket type"));
  make_choice (self, &self->currencies, box, _ ("Currency"));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_EXTERNAL,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), box);
  /* Its buttons have the keyboard, one after the other; a stop after them would say nothing. */
  gtk_widget_set_focusable (scroller, FALSE);
  gtk_widget_add_css_class (box, "chip-row");
  adw_bin_set_child (ADW_BIN (self), scroller);
  wb_results_filter_bar_refresh (self);

  return GTK_WIDGET (self);
}
