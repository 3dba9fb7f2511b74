/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The account's preferences; see wb-preferences-window.h. They hold for everybody and limit what
* staff may give, so they are saved when a manager says so, not while a number is being typed. */

#include "config.h"

#include "wb-preferences-window.h"

#include "compat.h"
#include "wb-account-form.h"
#include "wb-account-rules.h"
#include "wb-closed-days.h"
#include "wb-dialog.h"
#include "wb-notice.h"
#include "wb-offer-work.h"
#include "wb-opening-hours.h"
#include "wb-outbox.h"
#include "wb-preferences-rows.h"
#include "wb-staff-actions.h"

#include <glib/gi18n-lib.h>

#define FRIDAY 4

struct _WbPreferencesWindow
{
  AdwWindow parent_instance;

  GtkWidget *header;
  GtkWidget *title;
  GtkWidget *cancel;
  GtkWidget *save;
  GtkWidget *notice_group;
  GtkWidget *notice;
  GtkWidget *goal_group;
  GtkWidget *hours_group;
  GtkWidget *same_hours;
  GtkWidget *closed_group;
  GtkWidget *cap_group;
  GtkWidget *budget_group;
  GtkWidget *foot;
  GtkWidget *foot_words;

  WbContext *context;     /* (owned) */
  WbAccountForm *form;    /* (owned) */
  GPtrArray *rows;        /* (owned) (element-type GtkWidget) that edit a field, in their order */
  WbOutboxRow *refused;   /* (owned) (nullable) the change that the server refused */
  char *trouble;          /* (owned) (nullable) why it could not be stored */
  gulong changed_id;
  gboolean saving;
  gboolean leaving;       /* the question whether to was answered */
};

G_DEFINE_FINAL_TYPE (WbPreferencesWindow, wb_preferences_window, ADW_TYPE_WINDOW)

static gboolean
is_writable (WbPreferencesWindow *self)
{
  return wb_context_is_manager (self->context);
}

/* The last change of the account that the server has not taken over. */
static WbOutboxRow *
find_row (WbPreferencesWindow *self)
{
  g_autoptr (GPtrArray) rows = wb_outbox_for_object (wb_context_get_reader (self->context),
                                                     "account", WB_OUTBOX_ACCOUNT, NULL);

  for (guint i = rows ? rows->len : 0; i > 0; i--) {
    WbOutboxRow *row = g_ptr_array_index (rows, i - 1);

    if (g_str_equal (row->op, WB_OP_ACCOUNT))
      return wb_outbox_row_ref (row);
  }

  return NULL;
}

static void
show_row (WbPreferencesWindow *self,
          WbOutboxRow         *row)
{
  WbNotice *notice = WB_NOTICE (self->notice);

  if (row->state == WB_OUTBOX_NEEDS_YOU) {
    /* Translators: %s are the server's own words */
    g_autofree char *words = g_strdup_printf (_ ("The server says: %s"),
                                              row->error_message ? row->error_message : "");

    self->refused = wb_outbox_row_ref (row);
    wb_notice_show (notice, WB_NOTICE_ERROR, _ ("Your change was refused"), words);
    wb_notice_set_buttons (notice, _ ("Send _again"), _ ("Give the change _up"));
  } else if (row->state == WB_OUTBOX_CONFLICT) {
    wb_notice_show (notice, WB_NOTICE_WARNING, _ ("Somebody else changed the same"),
                    _ ("Both values stand under “Needs you”, to choose from."));
  } else {
    wb_notice_show (notice, WB_NOTICE_INFO, _ ("Changes are waiting to be sent"),
                    _ ("You see them here already; others do once the server has them."));
  }
}

static void
show_notice (WbPreferencesWindow *self)
{
  WbNotice *notice = WB_NOTICE (self->notice);
  g_autoptr (WbOutboxRow) row = find_row (self);

  g_clear_pointer (&self->refused, wb_outbox_row_unref);
  if (!is_writable (self))
    wb_notice_show (notice, WB_NOTICE_INFO, _ ("Only managers change these"),
                    _ ("They hold for everybody. Ask a manager for a change."));
  else if (self->trouble)
    wb_notice_show (notice, WB_NOTICE_ERROR, _ ("Your change could not be saved"), self->trouble);
  else if (row)
    show_row (self, row);
  else
    wb_notice_hide (notice);
  gtk_widget_set_visible (self->notice_group, wb_notice_is_shown (notice));
}

/* In place of the window's foot: the first problem in full, as a title may be too short for it. */
static void
show_foot (WbPreferencesWindow *self)
{
  for (guint i = 0; i < self->rows->len; i++) {
    GtkWidget *row = g_ptr_array_index (self->rows, i);
    const char *problem = wb_account_form_find_problem (self->form,
                                                        wb_preferences_row_get_field (row));
    g_autofree char *words = g_strdup_printf ("%s: %s", wb_preferences_row_get_title (row),
                                              problem);

    if (*problem == '\0')
      continue;
    gtk_label_set_text (GTK_LABEL (self->foot_words), words);
    gtk_revealer_set_reveal_child (GTK_REVEALER (self->foot), TRUE);
    return;
  }
  if (*wb_account_form_find_problem (self->form, "closed_days")) {
    gtk_label_set_text (GTK_LABEL (self->foot_words),
                        wb_account_form_find_problem (self->form, "closed_days"));
    gtk_revealer_set_reveal_child (GTK_REVEALER (self->foot), TRUE);
    return;
  }
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->foot), FALSE);
}

static void
form_changed_cb (WbPreferencesWindow *self)
{
  gboolean dirty = wb_account_form_is_dirty (self->form);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "preferences.save",
                                 is_writable (self) && dirty && !self->saving);
  show_foot (self);
}

static void
add_row (WbPreferencesWindow *self,
         GtkWidget           *group,
         GtkWidget           *row)
{
  g_ptr_array_add (self->rows, row);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
}

static void
add_amounts (WbPreferencesWindow *self,
             GtkWidget           *group,
             const char          *field)
{
  g_auto (GStrv) currencies = wb_account_form_dup_currencies (self->form);
  const char *title = adw_preferences_group_get_title (ADW_PREFERENCES_GROUP (group));

  for (gsize i = 0; currencies[i]; i++) {
    g_autofree char *of_currency = g_strdup_printf ("%s.%s", field, currencies[i]);

    add_row (self, group,
             wb_preferences_entry_new (WB_FORM (self->form), of_currency, currencies[i], title,
                                       !is_writable (self)));
  }
}

static void
fill (WbPreferencesWindow *self)
{
  AdwPreferencesGroup *caps = ADW_PREFERENCES_GROUP (self->cap_group);
  gboolean read_only = !is_writable (self);

  add_row (self, self->goal_group,
           wb_preferences_spin_new (WB_FORM (self->form), "call_goal_hours",
                                    _ ("Hours to answer a call"),
                                    _ ("Your own goal. Customers are promised a call within 2 "
                                       "days."),
                                    WB_CALL_GOAL_HOURS_MAX, read_only));
  for (int day = 0; day < WB_N_WEEKDAYS; day++) {
    g_autofree char *field = g_strdup_printf ("business_hours.%d", day);
    g_autofree char *name = wb_opening_hours_name_day (day);

    add_row (self, self->hours_group,
             wb_preferences_entry_new (WB_FORM (self->form), field, name, _ ("Opening hours"),
                                       read_only));
  }
  wb_closed_days_set_form (WB_CLOSED_DAYS (self->closed_group), self->form,
                           wb_date_of_time (wb_context_now (self->context),
                                            wb_context_get_zone (self->context)),
                           wb_context_get_account (self->context)->default_language, read_only);
  add_amounts (self, self->cap_group, "coupon_cap");
  add_row (self, self->cap_group,
           wb_preferences_entry_new (WB_FORM (self->form), "coupon_cap_percent", _ ("Percent"),
                                     adw_preferences_group_get_title (caps), read_only));
  add_amounts (self, self->budget_group, "coupon_budget");
  gtk_widget_set_visible (self->save, !read_only);
  gtk_widget_set_visible (self->cancel, !read_only);
  gtk_widget_set_visible (self->same_hours, !read_only);
  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (self->header), read_only);
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (self->header), read_only);
}

static void
same_hours_action (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  WbPreferencesWindow *self = WB_PREFERENCES_WINDOW (widget);
  g_autofree char *monday = g_strdup (wb_account_form_get_text (self->form, "business_hours.0"));

  for (int day = 1; day <= FRIDAY; day++) {
    g_autofree char *field = g_strdup_printf ("business_hours.%d", day);

    wb_account_form_type (self->form, field, monday);
  }
}

typedef struct
{
  WbAccount *changed;  /* (owned) */
  WbAccount *base;     /* (owned) */
} Change;

static void
change_free (gpointer data)
{
  Change *change = data;

  wb_account_unref (change->changed);
  wb_account_unref (change->base);
  g_free (change);
}

static gboolean
change_account (WbWorkspace  *workspace,
                gpointer      data,
                GError      **error)
{
  Change *change = data;

  return wb_action_change_account (workspace, change->changed, change->base, error);
}

static void
stored_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (WbPreferencesWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean stored = wb_context_write_finish (result, &error);

  if (!self->context)
    return;

  self->saving = FALSE;
  if (!stored) {
    g_free (self->trouble);
    self->trouble = g_strdup (error->message);
    show_notice (self);
    form_changed_cb (self);
    return;
  }
  if (wb_context_get_sync (self->context))
    wb_sync_wake (wb_context_get_sync (self->context));
  self->leaving = TRUE;
  gtk_window_close (GTK_WINDOW (self));
}

static void
focus_first_problem (WbPreferencesWindow *self)
{
  for (guint i = 0; i < self->rows->len; i++) {
    GtkWidget *row = g_ptr_array_index (self->rows, i);

    if (*wb_account_form_find_problem (self->form, wb_preferences_row_get_field (row))) {
      gtk_widget_grab_focus (row);
      break;
    }
  }
  gtk_widget_error_bell (GTK_WIDGET (self));
}

static void
save_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  WbPreferencesWindow *self = WB_PREFERENCES_WINDOW (widget);
  WbAccount *changed = wb_account_form_dup_account (self->form);
  Change *change = NULL;

  if (!changed) {
    focus_first_problem (self);
    return;
  }

  change = g_new0 (Change, 1);
  change->changed = changed;
  change->base = wb_account_copy (wb_account_form_get_base (self->form));
  self->saving = TRUE;
  g_clear_pointer (&self->trouble, g_free);
  wb_context_write_async (self->context, change_account, change, change_free, NULL, stored_cb,
                          g_object_ref (self));
  form_changed_cb (self);
}

static void
decided_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (WbPreferencesWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = wb_context_write_finish (result, &error);

  if (!self->context)
    return;

  if (!done) {
    g_free (self->trouble);
    self->trouble = g_strdup (error->message);
  } else if (wb_context_get_sync (self->context)) {
    wb_sync_wake (wb_context_get_sync (self->context));
  }
  show_notice (self);
}

static void
notice_clicked_cb (WbPreferencesWindow *self,
                   int                  button)
{
  if (!self->refused)
    return;
  if (button == 0)
    wb_offer_work_resend_row (self->context, self->refused->seq, decided_cb, g_object_ref (self));
  else
    wb_offer_work_drop_row (self->context, self->refused->seq, decided_cb, g_object_ref (self));
}

static void
context_changed_cb (WbPreferencesWindow *self,
                    guint                tables)
{
  if (tables & (WB_TABLE_OUTBOX | WB_TABLE_ACCOUNT))
    show_notice (self);
}

static void
leave_cb (gpointer user_data)
{
  g_autoptr (WbPreferencesWindow) self = user_data;

  if (!self->context)
    return;
  self->leaving = TRUE;
  gtk_window_close (GTK_WINDOW (self));
}

static void
leave_answered_cb (gboolean go_on,
                   gpointer user_data)
{
  WbPreferencesWindow *self = user_data;

  /* The question still stands above this window and goes first. */
  if (go_on)
    g_idle_add_once (leave_cb, g_object_ref (self));
}

static gboolean
wb_preferences_window_close_request (GtkWindow *window)
{
  WbPreferencesWindow *self = WB_PREFERENCES_WINDOW (window);

  if (!self->leaving && is_writable (self) && wb_account_form_is_dirty (self->form)) {
    wb_compat_ask (window, _ ("Discard your changes?"),
                   _ ("What you changed here is not saved."), _ ("_Discard"), TRUE,
                   leave_answered_cb, g_object_ref (self), g_object_unref);
    return TRUE;
  }

  return GTK_WINDOW_CLASS (wb_preferences_window_parent_class)->close_request (window);
}

static void
wb_preferences_window_dispose (GObject *object)
{
  WbPreferencesWindow *self = WB_PREFERENCES_WINDOW (object);

  g_clear_signal_handler (&self->changed_id, self->context);
  g_clear_object (&self->form);
  g_clear_object (&self->context);
  g_ptr_array_set_size (self->rows, 0);

  G_OBJECT_CLASS (wb_preferences_window_parent_class)->dispose (object);
}

static void
wb_preferences_window_finalize (GObject *object)
{
  WbPreferencesWindow *self = WB_PREFERENCES_WINDOW (object);

  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->refused, wb_outbox_row_unref);
  g_free (self->trouble);

  G_OBJECT_CLASS (wb_preferences_window_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
    widget_class, "/winback/app/preferences/wb-preferences-window.ui");
  gtk_widget_class_bind_template_child (widget_class, WbPreferencesWindow, header);
  gtk_widget_class_bind_template_child (widget_class, WbPreferencesWindow, title);
  gtk_widget_class_bind_template_child (widget_class, WbPreferencesWindow, cancel);
  gtk_widget_class_bind_template_child (widget_class, WbPreferencesWindow, save);
  gtk_widget_class_bind_template_child (widget_class, WbPreferencesWindow, notice_group);
  gtk_widget_class_bind_template_child (widget_class, WbPreferencesWindow, notice);
  gtk_widget_class_bind_template_child (widget_class, WbPreferencesWindow, goal_group);
  gtk_widget_class_bind_template_child (widget_class, WbPreferencesWindow, hours_group);
  gtk_widget_class_bind_template_child (widget_class, WbPreferencesWindow, same_hours);
  gtk_widget_class_bind_template_child (widget_class, WbPreferencesWindow, closed_group);
  gtk_widget_class_bind_template_child (widget_class, WbPreferencesWindow, cap_group);
  gtk_widget_class_bind_template_child (widget_class, WbPreferencesWindow, budget_group);
  gtk_widget_class_bind_template_child (widget_class, WbPreferencesWindow, foot);
  gtk_widget_class_bind_template_child (widget_class, WbPreferencesWindow, foot_words);
  gtk_widget_class_bind_template_callback (widget_class, notice_clicked_cb);
}

static void
wb_preferences_window_class_init (WbPreferencesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = wb_preferences_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = wb_preferences_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = wb_preferences_window_close_request;

  g_type_ensure (WB_TYPE_CLOSED_DAYS);
  g_type_ensure (WB_TYPE_NOTICE);
  bind_children (widget_class);
  gtk_widget_class_install_action (widget_class, "preferences.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "preferences.same-hours", NULL,
                                   same_hours_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK,
                                       "preferences.save", NULL);
  wb_dialog_install (widget_class);
}

static void
wb_preferences_window_init (WbPreferencesWindow *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * wb_preferences_window_new:
 * @context: a workspace with an account
 *
 * Returns: (transfer none): the window; show it with wb_dialog_open()
 */
GtkWidget *
wb_preferences_window_new (WbContext *context)
{
  WbPreferencesWindow *self = NULL;
  const WbAccount *account = NULL;
  const char *name = NULL;

  g_return_val_if_fail (WB_IS_CONTEXT (context), NULL);
  account = wb_context_get_account (context);
  g_return_val_if_fail (account, NULL);

  self = g_object_new (WB_TYPE_PREFERENCES_WINDOW, NULL);
  self->context = g_object_ref (context);
  self->form = wb_account_form_new (account, wb_context_get_stores (context), NULL);
  name = wb_context_pick_text (context, account->name);
  adw_window_title_set_subtitle (ADW_WINDOW_TITLE (self->title), name ? name : "");
  fill (self);
  g_signal_connect_object (self->form, "changed", G_CALLBACK (form_changed_cb), self,
                           G_CONNECT_SWAPPED);
  self->changed_id =
    g_signal_connect_swapped (context, "changed", G_CALLBACK (context_changed_cb), self);
  show_notice (self);
  form_changed_cb (self);
  if (is_writable (self))
    gtk_widget_grab_focus (g_ptr_array_index (self->rows, 0));

  return GTK_WIDGET (self);
}
