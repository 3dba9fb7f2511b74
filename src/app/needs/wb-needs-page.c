/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The list of what waits for a person; see wb-needs-page.h. */

#include "config.h"

#include "wb-needs-page.h"

#include "compat.h"
#include "wb-back-button.h"
#include "wb-need-card.h"
#include "wb-page.h"
#include "wb-staff-actions.h"

#include <glib/gi18n-lib.h>

struct _WbNeedsPage
{
  AdwBin parent_instance;

  GtkWidget *token_box;
  GtkWidget *token;
  GtkWidget *token_problem;
  GtkWidget *cards;
  GtkWidget *empty;

  WbContext *context;         /* (owned) */
  GCancellable *cancellable;  /* (owned) */
  gulong changed_id;
  gulong sync_changed_id;
};

static void wb_needs_page_page_init (WbPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (WbNeedsPage, wb_needs_page, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (WB_TYPE_PAGE, wb_needs_page_page_init))

enum
{
  PROP_0,
  PROP_CONTEXT,
  N_PROPS,
};
static GParamSpec *properties[N_PROPS];

typedef struct
{
  gint64 seq;
  gboolean discard;
} Decision;

static gboolean
carry_out (WbWorkspace  *workspace,
           gpointer      data,
           GError      **error)
{
  Decision *decision = data;

  return decision->discard ? wb_action_discard (workspace, decision->seq, error)
                           : wb_action_resend (workspace, decision->seq, error);
}

static void
carried_out_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (WbNeedsPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!wb_context_write_finish (result, &error)) {
    wb_page_toast_error (WB_PAGE (self), error);
    return;
  }
  if (self->context && wb_context_get_sync (self->context))
    wb_sync_wake (wb_context_get_sync (self->context));
}

static void
decide (WbNeedsPage *self,
        gint64       seq,
        gboolean     discard)
{
  Decision *decision = g_new0 (Decision, 1);

  decision->seq = seq;
  decision->discard = discard;
  wb_context_write_async (self->context, carry_out, decision, g_free, self->cancellable,
                          carried_out_cb, g_object_ref (self));
}

static void
resend_cb (WbNeedsPage *self,
           gint64       seq)
{
  decide (self, seq, FALSE);
}

typedef struct
{
  WbNeedsPage *page;  /* (owned) */
  gint64 seq;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_object_unref (question->page);
  g_free (question);
}

static void
discard_answered_cb (gboolean go_on,
                     gpointer user_data)
{
  Question *question = user_data;

  if (go_on && question->page->context)
    decide (question->page, question->seq, TRUE);
}

static void
discard_cb (WbNeedsPage *self,
            gint64       seq)
{
  g_autoptr (WbOutboxRow) row = wb_outbox_get (wb_context_get_reader (self->context), seq, NULL);
  g_autofree char *what = row ? wb_need_card_describe (self->context, row) : NULL;
  Question *question = g_new0 (Question, 1);

  question->page = g_object_ref (self);
  question->seq = seq;
  wb_compat_ask (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), _ ("Discard this change?"),
                 what ? what : "", _ ("_Discard"), TRUE, discard_answered_cb, question,
                 question_free);
}

static void
show_rows (WbNeedsPage *self)
{
  const WbSyncState *state = wb_context_get_sync_state (self->context);
  g_autoptr (GPtrArray) rows = wb_outbox_list (wb_context_get_reader (self->context), NULL);
  gboolean needs_token = state->phase == WB_SYNC_NEEDS_TOKEN;
  GtkWidget *child = NULL;
  guint n = 0;

  while ((child = gtk_widget_get_first_child (self->cards)))
    gtk_box_remove (GTK_BOX (self->cards), child);

  for (guint i = 0; rows && i < rows->len; i++) {
    WbOutboxRow *row = g_ptr_array_index (rows, i);

    if (row->state != WB_OUTBOX_NEEDS_YOU && row->state != WB_OUTBOX_CONFLICT)
      continue;
    child = wb_need_card_new (self->context, row);
    g_signal_connect_object (child, "resend", G_CALLBACK (resend_cb), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (child, "discard", G_CALLBACK (discard_cb), self, G_CONNECT_SWAPPED);
    gtk_box_append (GTK_BOX (self->cards), child);
    n++;
  }
  gtk_widget_set_visible (self->cards, n > 0);
  gtk_widget_set_visible (self->token_box, needs_token);
  gtk_widget_set_visible (self->empty, n == 0 && !needs_token);
}

static void
context_changed_cb (WbNeedsPage *self,
                    guint        tables)
{
  if (tables & (WB_TABLE_OUTBOX | WB_TABLE_CALLS | WB_TABLE_TICKETS | WB_TABLE_ACCOUNT))
    show_rows (self);
}

typedef struct
{
  WbSecrets *secrets;  /* (unowned) the context's, which the task holds */
  char *workspace_id;  /* (owned) */
  char *label;         /* (owned) */
  char *token;         /* (owned) wiped when freed */
} NewToken;

static void
new_token_free (NewToken *self)
{
  memset (self->token, 0, strlen (self->token));
  g_free (self->token);
  g_free (self->workspace_id);
  g_free (self->label);
  g_free (self);
}

static void
store_token (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  NewToken *given = task_data;
  g_autoptr (GError) error = NULL;

  if (wb_secrets_store (given->secrets, given->workspace_id, "token", given->label, given->token,
                        cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
token_stored_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (WbNeedsPage) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean stored = g_task_propagate_boolean (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || !self->context)
    return;

  gtk_widget_set_visible (self->token_problem, !stored);
  if (!stored) {
    gtk_label_set_text (GTK_LABEL (self->token_problem), error->message);
    return;
  }
  gtk_editable_set_text (GTK_EDITABLE (self->token), "");
  if (wb_context_get_sync (self->context))
    wb_sync_wake (wb_context_get_sync (self->context));
}

static void
token_given_cb (WbNeedsPage *self)
{
  const char *dir = wb_workspace_get_dir (wb_context_get_workspace (self->context));
  g_autoptr (GTask) task = NULL;
  NewToken *given = NULL;

  if (!wb_context_get_secrets (self->context) ||
      !*gtk_editable_get_text (GTK_EDITABLE (self->token)))
    return;

  given = g_new0 (NewToken, 1);
  given->secrets = wb_context_get_secrets (self->context);
  given->workspace_id = g_path_get_basename (dir);
  given->label = g_strdup (_ ("Winback’s token for the helpdesk"));
  given->token = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->token))));
  task = g_task_new (self->context, self->cancellable, token_stored_cb, g_object_ref (self));
  g_task_set_source_tag (task, token_given_cb);
  g_task_set_task_data (task, given, (GDestroyNotify) new_token_free);
  g_task_run_in_thread (task, store_token);
}

static const char *
wb_needs_page_get_title (WbPage *page)
{
  return _ ("Needs you");
}

static void
wb_needs_page_shown (WbPage *page)
{
  WbNeedsPage *self = WB_NEEDS_PAGE (page);

  if (gtk_widget_get_visible (self->token_box))
    gtk_widget_grab_focus (self->token);
  else if (gtk_widget_get_visible (self->cards))
    gtk_widget_child_focus (self->cards, GTK_DIR_TAB_FORWARD);
}

static void
wb_needs_page_page_init (WbPageInterface *iface)
{
  iface->get_title = wb_needs_page_get_title;
  iface->shown = wb_needs_page_shown;
}

static void
wb_needs_page_constructed (GObject *object)
{
  WbNeedsPage *self = WB_NEEDS_PAGE (object);

  G_OBJECT_CLASS (wb_needs_page_parent_class)->constructed (object);

  self->changed_id = g_signal_connect_swapped (self->context, "changed",
                                               G_CALLBACK (context_changed_cb), self);
  self->sync_changed_id = g_signal_connect_swapped (self->context, "sync-changed",
                                                    G_CALLBACK (show_rows), self);
  show_rows (self);
}

static void
wb_needs_page_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  WbNeedsPage *self = WB_NEEDS_PAGE (object);

  switch (prop_id) {
    case PROP_CONTEXT:
      self->context = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
wb_needs_page_dispose (GObject *object)
{
  WbNeedsPage *self = WB_NEEDS_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_signal_handler (&self->changed_id, self->context);
  g_clear_signal_handler (&self->sync_changed_id, self->context);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (wb_needs_page_parent_class)->dispose (object);
}

static void
wb_needs_page_finalize (GObject *object)
{
  g_clear_object (&WB_NEEDS_PAGE (object)->cancellable);

  G_OBJECT_CLASS (wb_needs_page_parent_class)->finalize (object);
}

static void
wb_needs_page_class_init (WbNeedsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = wb_needs_page_constructed;
  object_class->dispose = wb_needs_page_dispose;
  object_class->finalize = wb_needs_page_finalize;
  object_class->set_property = wb_needs_page_set_property;

  properties[PROP_CONTEXT] =
    g_param_spec_object ("context", NULL, NULL, WB_TYPE_CONTEXT,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (WB_TYPE_BACK_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/winback/app/needs/wb-needs-page.ui");
  gtk_widget_class_bind_template_child (widget_class, WbNeedsPage, token_box);
  gtk_widget_class_bind_template_child (widget_class, WbNeedsPage, token);
  gtk_widget_class_bind_template_child (widget_class, WbNeedsPage, token_problem);
  gtk_widget_class_bind_template_child (widget_class, WbNeedsPage, cards);
  gtk_widget_class_bind_template_child (widget_class, WbNeedsPage, empty);
  gtk_widget_class_bind_template_callback (widget_class, token_given_cb);
}

static void
wb_needs_page_init (WbNeedsPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
