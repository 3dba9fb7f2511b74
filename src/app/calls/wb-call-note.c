/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A note kept as it is typed; see wb-call-note.h. Drafts are written on the thread of staff's
 * writes, so that one is never written after the outcome that sent it. */

#include "config.h"

#include "wb-call-note.h"

#include "wb-call-draft.h"
#include "wb-staff-actions.h"
#include "wb-text-field.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A pause in typing. */
#define PAUSE_MS 400
/* The count is in the way until it matters. */
#define COUNT_FROM (WB_NOTE_MAX - 200)

struct _WbCallNote
{
  GtkWidget parent_instance;

  GtkWidget *box;            /* (owned) (nullable) once disposed, as all below */
  GtkWidget *field;
  GtkWidget *count;
  GtkWidget *problem;

  WbContext *context;        /* (owned) (nullable) until it is set */
  char *activity_id;         /* (owned) (nullable) */
  char *kept;                /* (owned) (nullable) what was last read or handed over to be kept */
  GHashTable *under_way;     /* (owned) (element-type utf8 utf8) call -> text being written now */
  guint pause_id;
};

G_DEFINE_FINAL_TYPE (WbCallNote, wb_call_note, GTK_TYPE_WIDGET)

enum
{
  DONE,
  CHANGED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

/* Lives from the pause to the answer of the writing thread. */
typedef struct
{
  GWeakRef note;      /* WbCallNote */
  char *activity_id;  /* (owned) */
  char *text;         /* (owned) */
  gint64 now;         /* ms */
} Keeping;

static void
keeping_free (Keeping *self)
{
  g_weak_ref_clear (&self->note);
  g_free (self->activity_id);
  g_free (self->text);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Keeping, keeping_free)

static gboolean
put_draft (WbDb      *db,
           gpointer   data,
           GError   **error)
{
  Keeping *keeping = data;

  return wb_call_draft_put (db, keeping->activity_id, keeping->text, keeping->now, error);
}

static gboolean
keep_draft (WbWorkspace  *workspace,
            gpointer      data,
            GError      **error)
{
  return wb_context_transact (workspace, put_draft, data, WB_TABLE_DRAFTS, error);
}

static void
draft_kept_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (Keeping) keeping = user_data;
  g_autoptr (WbCallNote) self = g_weak_ref_get (&keeping->note);
  g_autoptr (GError) error = NULL;
  gboolean kept = wb_context_write_finish (result, &error);
  g_autofree char *words = NULL;

  if (!self || !self->box)
    return;

  /* Written since, or sent: then that counts. */
  if (g_strcmp0 (g_hash_table_lookup (self->under_way, keeping->activity_id), keeping->text) == 0)
    g_hash_table_remove (self->under_way, keeping->activity_id);
  if (!kept) {
    words = g_strdup_printf (_ ("The note is not kept yet: %s"), error->message);
    gtk_label_set_text (GTK_LABEL (self->problem), words);
  }
  gtk_widget_set_visible (self->problem, !kept);
}

static char *
dup_raw (WbCallNote *self)
{
  return wb_text_field_dup_text (WB_TEXT_FIELD (self->field));
}

static void
show_count (WbCallNote *self)
{
  g_autofree char *text = dup_raw (self);
  glong length = g_utf8_strlen (text, -1);
  g_autofree char *words = NULL;

  /* Translators: characters used of those allowed, e.g. 32 / 500 */
  words = g_strdup_printf (_ ("%ld / %d"), length, WB_NOTE_MAX);
  gtk_label_set_text (GTK_LABEL (self->count), words);
  gtk_widget_set_visible (self->count, length >= COUNT_FROM);
  if (length > WB_NOTE_MAX)
    gtk_widget_add_css_class (self->count, "error");
  else
    gtk_widget_remove_css_class (self->count, "error");
  gtk_accessible_update_state (
    GTK_ACCESSIBLE (wb_text_field_get_view (WB_TEXT_FIELD (self->field))),
    GTK_ACCESSIBLE_STATE_INVALID,
    length > WB_NOTE_MAX ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

static gboolean
pause_cb (gpointer user_data)
{
  WbCallNote *self = WB_CALL_NOTE (user_data);

  self->pause_id = 0;
  wb_call_note_save (self);

  return G_SOURCE_REMOVE;
}

static void
typed_cb (WbCallNote *self)
{
  show_count (self);
  g_clear_handle_id (&self->pause_id, g_source_remove);
  self->pause_id = g_timeout_add (PAUSE_MS, pause_cb, self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
show_text (WbCallNote *self,
           const char *text)
{
  g_clear_handle_id (&self->pause_id, g_source_remove);
  g_free (self->kept);
  self->kept = g_strdup (text ? text : "");
  wb_text_field_set_text (WB_TEXT_FIELD (self->field), self->kept);
  gtk_widget_set_visible (self->problem, FALSE);
  show_count (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
key_cb (WbCallNote      *self,
        guint            keyval,
        guint            keycode,
        GdkModifierType  state)
{
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();
  gboolean enter = keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter;

  if (!(keyval == GDK_KEY_Escape && modifiers == 0) && !(enter && modifiers == GDK_CONTROL_MASK))
    return GDK_EVENT_PROPAGATE;
  g_signal_emit (self, signals[DONE], 0);

  return GDK_EVENT_STOP;
}

static gboolean
wb_call_note_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (WB_CALL_NOTE (widget)->field);
}

static void
wb_call_note_dispose (GObject *object)
{
  WbCallNote *self = WB_CALL_NOTE (object);

  if (self->box)
    wb_call_note_save (self);
  g_clear_handle_id (&self->pause_id, g_source_remove);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (wb_call_note_parent_class)->dispose (object);
}

static void
wb_call_note_finalize (GObject *object)
{
  WbCallNote *self = WB_CALL_NOTE (object);

  g_clear_pointer (&self->activity_id, g_free);
  g_clear_pointer (&self->kept, g_free);
  g_clear_pointer (&self->under_way, g_hash_table_unref);

  G_OBJECT_CLASS (wb_call_note_parent_class)->finalize (object);
}

static void
wb_call_note_class_init (WbCallNoteClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = wb_call_note_dispose;
  G_OBJECT_CLASS (klass)->finalize = wb_call_note_finalize;
  widget_class->grab_focus = wb_call_note_grab_focus;

  signals[DONE] = g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
wb_call_note_init (WbCallNote *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkWidget *view = NULL;

  self->under_way = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  self->field = wb_text_field_new ();
  wb_text_field_set_placeholder (WB_TEXT_FIELD (self->field), _ ("Note to the ticket (N)"));
  view = wb_text_field_get_view (WB_TEXT_FIELD (self->field));
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Note to the ticket"), GTK_ACCESSIBLE_PROPERTY_KEY_SHORTCUTS,
                                  "N", -1);
  g_signal_connect_swapped (self->field, "changed", G_CALLBACK (typed_cb), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (view, keys);

  self->count = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->count), 1);
  gtk_widget_add_css_class (self->count, "caption");
  gtk_widget_add_css_class (self->count, "count");
  self->problem = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->problem), 0);
  gtk_label_set_wrap (GTK_LABEL (self->problem), TRUE);
  gtk_widget_add_css_class (self->problem, "caption");
  gtk_widget_add_css_class (self->problem, "error");
  gtk_widget_set_visible (self->problem, FALSE);
  gtk_box_append (GTK_BOX (self->box), self->field);
  gtk_box_append (GTK_BOX (self->box), self->count);
  gtk_box_append (GTK_BOX (self->box), self->problem);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  show_count (self);
}

/**
 * wb_call_note_set_context:
 * @self: a note without one
 * @context: what its drafts are kept in
 *
 * Main thread, as all here.
 */
void
wb_call_note_set_context (WbCallNote *self,
                          WbContext  *context)
{
  g_return_if_fail (WB_IS_CALL_NOTE (self));
  g_return_if_fail (WB_IS_CONTEXT (context));
  g_return_if_fail (!self->context);

  self->context = g_object_ref (context);
}

static char *
dup_draft (WbCallNote *self)
{
  const char *under_way = g_hash_table_lookup (self->under_way, self->activity_id);

  if (under_way)
    return g_strdup (under_way);

  /* A draft that cannot be read is as none: there is a field to type into. */
  return wb_call_draft_get (wb_context_get_reader (self->context), self->activity_id, NULL);
}

/**
 * wb_call_note_set_call:
 * @self: a note
 * @activity_id: (nullable): the call whose note it is
 */
void
wb_call_note_set_call (WbCallNote *self,
                       const char *activity_id)
{
  g_autofree char *draft = NULL;

  g_return_if_fail (WB_IS_CALL_NOTE (self));
  g_return_if_fail (self->context);

  if (g_strcmp0 (self->activity_id, activity_id) == 0)
    return;

  wb_call_note_save (self);
  g_free (self->activity_id);
  self->activity_id = g_strdup (activity_id);
  draft = activity_id ? dup_draft (self) : NULL;
  show_text (self, draft);
}

/**
 * wb_call_note_dup_text:
 * @self: a note
 *
 * Returns: (nullable) (transfer full): what was typed
 */
char *
wb_call_note_dup_text (WbCallNote *self)
{
  char *text = NULL;

  g_return_val_if_fail (WB_IS_CALL_NOTE (self), NULL);

  text = g_strstrip (dup_raw (self));
  if (!*text)
    g_clear_pointer (&text, g_free);

  return text;
}

/**
 * wb_call_note_is_empty:
 * @self: a note
 *
 * Returns: whether nothing but blanks stands in it
 */
gboolean
wb_call_note_is_empty (WbCallNote *self)
{
  g_autofree char *text = wb_call_note_dup_text (self);

  return !text;
}

/**
 * wb_call_note_save:
 * @self: a note
 *
 * Hands what is new in it over to the thread that keeps it; that is done even when the window goes.
 */
void
wb_call_note_save (WbCallNote *self)
{
  g_autofree char *text = NULL;
  Keeping *keeping = NULL;

  g_return_if_fail (WB_IS_CALL_NOTE (self));

  g_clear_handle_id (&self->pause_id, g_source_remove);
  text = dup_raw (self);
  if (!self->activity_id || g_strcmp0 (text, self->kept) == 0)
    return;

  keeping = g_new0 (Keeping, 1);
  g_weak_ref_init (&keeping->note, self);
  keeping->activity_id = g_strdup (self->activity_id);
  keeping->text = g_strdup (text);
  keeping->now = wb_context_now (self->context);
  g_hash_table_insert (self->under_way, g_strdup (self->activity_id), g_strdup (text));
  g_free (self->kept);
  self->kept = g_steal_pointer (&text);
  wb_context_write_async (self->context, keep_draft, keeping, NULL, NULL, draft_kept_cb, keeping);
}

/**
 * wb_call_note_sent:
 * @self: a note
 * @activity_id: the call whose note went out
 * @sent: what went out
 *
 * Leaves what was typed since then.
 */
void
wb_call_note_sent (WbCallNote *self,
                   const char *activity_id,
                   const char *sent)
{
  g_autofree char *text = NULL;
  g_autofree char *rest = NULL;

  g_return_if_fail (WB_IS_CALL_NOTE (self));
  g_return_if_fail (sent);

  g_hash_table_remove (self->under_way, activity_id);
  if (g_strcmp0 (self->activity_id, activity_id) != 0)
    return;

  text = wb_call_note_dup_text (self);
  if (text && g_str_has_prefix (text, sent))
    rest = g_strchug (g_strdup (text + strlen (sent)));
  else
    rest = g_strdup (text ? text : "");
  show_text (self, NULL);
  if (*rest) {
    wb_text_field_set_text (WB_TEXT_FIELD (self->field), rest);
    typed_cb (self);
  }
}

/**
 * wb_call_note_reread:
 * @self: a note
 */
void
wb_call_note_reread (WbCallNote *self)
{
  g_autofree char *text = NULL;
  g_autofree char *draft = NULL;

  g_return_if_fail (WB_IS_CALL_NOTE (self));

  if (!self->activity_id)
    return;
  text = dup_raw (self);
  draft = dup_draft (self);
  if (g_strcmp0 (text, self->kept) == 0 && g_strcmp0 (draft ? draft : "", self->kept) != 0)
    show_text (self, draft);
}
