/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The form of a shop; see wb-shop-form.h. What was tested is kept until a field changes: only that
 * may be stored. */

#include "config.h"

#include "wb-shop-form.h"

#include "compat.h"
#include "wb-dialog.h"
#include "wb-notice.h"
#include "wb-shop-secret.h"
#include "wb-shop-steps.h"
#include "wb-shop-words.h"
#include "wb-shop-work.h"
#include "wb-time.h"

#include <glib/gi18n-lib.h>

/* A file of authorities is some kilobytes; whatever is larger is none. */
#define CA_BYTES_MAX (1 << 20)

typedef struct
{
  const char *name;    /* of wb-shop-secret.h */
  GtkWidget *row;      /* (unowned) */
} SecretRow;

struct _WbShopForm
{
  AdwWindow parent_instance;

  GtkWidget *go;
  GtkWidget *scroller;
  GtkWidget *notice;
  GtkWidget *platform;
  GtkWidget *url;
  GtkWidget *name;
  GtkWidget *key_group;
  GtkWidget *way;
  GtkWidget *authority;
  GtkWidget *forget;
  GtkWidget *steps_bin;
  GtkWidget *steps;           /* (unowned) in steps_bin */

  WbContext *context;         /* (owned) */
  WbShopConnection *base;     /* (owned) (nullable) the one that is edited */
  WbShopCaps *caps;           /* (owned) (nullable) of what the fields say, tested */
  char *ca_pem;               /* (owned) (nullable) */
  GArray *secrets;            /* (owned) (element-type SecretRow) the rows of the chosen way */
  GCancellable *checking;     /* (owned) (nullable) of the test that runs */
  gboolean storing;
};

G_DEFINE_FINAL_TYPE (WbShopForm, wb_shop_form, ADW_TYPE_WINDOW)

enum
{
  KEPT,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

static const char *
get_platform (WbShopForm *self)
{
  return wb_shop_platforms ()[adw_combo_row_get_selected (ADW_COMBO_ROW (self->platform))];
}

/* The set of secrets that was chosen, its names behind one another. */
static const char *const *
get_set (WbShopForm *self)
{
  const char *const *names = wb_shop_secret_names (get_platform (self));
  guint wanted = adw_combo_row_get_selected (ADW_COMBO_ROW (self->way));

  for (guint i = 0; i < wanted && *names; i++) {
    while (*names)
      names++;
    names++;
  }

  return names;
}

static char *
dup_typed (GtkWidget *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
}

static gboolean
is_filled (GtkWidget *row)
{
  g_autofree char *text = dup_typed (row);

  return *text != '\0';
}

static gboolean
has_new_secret (WbShopForm *self)
{
  for (guint i = 0; i < self->secrets->len; i++) {
    if (is_filled (g_array_index (self->secrets, SecretRow, i).row))
      return TRUE;
  }

  return FALSE;
}

/* Only the name is another: there is nothing to test. */
static gboolean
is_only_renamed (WbShopForm *self)
{
  g_autofree char *typed = dup_typed (self->url);

  return self->base && g_strcmp0 (typed, self->base->url) == 0 && !has_new_secret (self) &&
         g_strcmp0 (self->ca_pem, self->base->ca_pem) == 0;
}

static gboolean
is_name_new (WbShopForm *self)
{
  g_autofree char *name = dup_typed (self->name);

  return self->base && *name && g_strcmp0 (name, self->base->name) != 0;
}

static gboolean
is_complete (WbShopForm *self)
{
  if (!is_filled (self->url))
    return FALSE;
  if (self->base && !has_new_secret (self))
    return TRUE;
  for (guint i = 0; i < self->secrets->len; i++) {
    if (!is_filled (g_array_index (self->secrets, SecretRow, i).row))
      return FALSE;
  }

  return TRUE;
}

static gboolean
may_store (WbShopForm *self)
{
  return self->caps || (is_only_renamed (self) && is_name_new (self));
}

static void
show_state (WbShopForm *self)
{
  gboolean busy = self->checking || self->storing;
  gboolean store = may_store (self);

  gtk_button_set_label (GTK_BUTTON (self->go), store ? _ ("_Save") : _ ("_Test"));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "shop.go", !busy && is_complete (self));
  gtk_widget_set_sensitive (self->platform, !busy && !self->base);
  gtk_widget_set_sensitive (self->url, !busy);
  gtk_widget_set_sensitive (self->name, !self->storing);
  gtk_widget_set_sensitive (self->key_group, !busy);
  gtk_widget_set_sensitive (self->authority, !busy);
  gtk_widget_set_visible (self->forget, self->ca_pem != NULL);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->authority),
                               self->ca_pem ? _ ("Trusted for this shop alone")
                                            : _ ("Only for a shop whose certificate no public "
                                                 "authority signed"));
}

/* What was tested is no longer what stands here. */
static void
typed_cb (WbShopForm *self)
{
  g_clear_pointer (&self->caps, wb_shop_caps_unref);
  gtk_widget_set_visible (self->steps_bin, FALSE);
  show_state (self);
}

static void
renamed_cb (WbShopForm *self)
{
  show_state (self);
}

static GtkWidget *
make_secret_row (WbShopForm *self,
                 const char *name)
{
  GtkWidget *row =
    wb_shop_secret_is_hidden (name) ? adw_password_entry_row_new () : adw_entry_row_new ();
  g_autofree char *kept = self->base ? g_strdup_printf (_ ("%s (kept; type to replace it)"),
                                                        wb_shop_secret_label (name))
                                     : NULL;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 kept ? kept : wb_shop_secret_label (name));
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (row), TRUE);
  g_signal_connect_swapped (row, "changed", G_CALLBACK (typed_cb), self);

  return row;
}

static void
way_changed_cb (WbShopForm *self)
{
  for (guint i = 0; i < self->secrets->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self->key_group),
                                  g_array_index (self->secrets, SecretRow, i).row);
  g_array_set_size (self->secrets, 0);

  for (const char *const *name = get_set (self); *name; name++) {
    SecretRow secret = { *name, make_secret_row (self, *name) };

    adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->key_group), secret.row);
    g_array_append_val (self->secrets, secret);
  }
  typed_cb (self);
}

static void
platform_changed_cb (WbShopForm *self)
{
  const char *platform = get_platform (self);
  g_autoptr (GtkStringList) ways = gtk_string_list_new (NULL);

  for (const char *const *names = wb_shop_secret_names (platform); *names;) {
    gtk_string_list_append (ways, wb_shop_secret_set_label (*names));
    while (*names)
      names++;
    names++;
  }
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self->key_group),
                                         wb_shop_key_hint (platform));
  gtk_widget_set_tooltip_text (self->url, wb_shop_address_hint (platform));
  g_signal_handlers_block_by_func (self->way, way_changed_cb, self);
  adw_combo_row_set_model (ADW_COMBO_ROW (self->way), G_LIST_MODEL (ways));
  g_signal_handlers_unblock_by_func (self->way, way_changed_cb, self);
  gtk_widget_set_visible (self->way, g_list_model_get_n_items (G_LIST_MODEL (ways)) > 1);
  way_changed_cb (self);
}

/* The lines of wb-shop-secret.h from what is typed; NULL without error = the kept one stays. */
static gboolean
read_secret (WbShopForm    *self,
             WbShopSecret **secret_out,
             GError       **error)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  char *text = NULL;

  *secret_out = NULL;
  if (!has_new_secret (self))
    return TRUE;
  for (guint i = 0; i < self->secrets->len; i++) {
    const SecretRow *secret = &g_array_index (self->secrets, SecretRow, i);
    char *typed = dup_typed (secret->row);

    g_string_append_printf (lines, "%s=%s\n", secret->name, typed);
    wb_shop_secret_wipe (typed);
  }
  text = g_string_free (g_steal_pointer (&lines), FALSE);
  *secret_out = wb_shop_secret_parse (get_platform (self), text, error);
  wb_shop_secret_wipe (text);

  return *secret_out != NULL;
}

/* What the fields say; the name may still be the shop's own to give. */
static WbShopConnection *
read_fields (WbShopForm *self)
{
  WbShopConnection *connection = wb_shop_connection_new ();
  g_autofree char *typed = dup_typed (self->url);
  g_autofree char *normal = wb_shop_normalize_url (get_platform (self), typed);
  g_autofree char *name = dup_typed (self->name);
  const char *own = self->caps && self->caps->name && *self->caps->name ? self->caps->name : NULL;

  if (self->base) {
    connection->id = g_strdup (self->base->id);
    connection->is_paused = self->base->is_paused;
    connection->last_sync_at = self->base->last_sync_at;
  }
  connection->platform = g_strdup (get_platform (self));
  connection->url = g_strdup (normal ? normal : typed);
  connection->name = g_strdup (*name ? name : own ? own : connection->url);
  connection->ca_pem = g_strdup (self->ca_pem);
  connection->connection = g_strdup ("connected");
  if (self->caps) {
    connection->caps = wb_shop_caps_ref (self->caps);
    connection->checked_at = wb_context_now (self->context);
  } else if (self->base) {
    connection->caps = self->base->caps ? wb_shop_caps_ref (self->base->caps) : NULL;
    connection->checked_at = self->base->checked_at;
    g_free (connection->connection);
    connection->connection = g_strdup (self->base->connection);
    connection->error_message = g_strdup (self->base->error_message);
  }

  return connection;
}

static void
show_problem (WbShopForm   *self,
              const char   *title,
              const GError *error)
{
  wb_notice_show (WB_NOTICE (self->notice), WB_NOTICE_ERROR, title, error->message);
}

static void
step_cb (WbShopStep step,
         gboolean   done,
         gpointer   data)
{
  WbShopForm *self = data;

  wb_shop_steps_step (WB_SHOP_STEPS (self->steps), step, done);
}

static void
checked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (WbShopForm) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (WbShopCaps) caps = wb_shop_work_check_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || !self->context)
    return;

  g_clear_object (&self->checking);
  if (caps) {
    self->caps = g_steal_pointer (&caps);
    wb_shop_steps_finish (WB_SHOP_STEPS (self->steps), self->caps);
  } else {
    wb_shop_steps_fail (WB_SHOP_STEPS (self->steps), error->message);
  }
  show_state (self);
  if (self->caps)
    gtk_widget_grab_focus (self->go);
}

static void
stored_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (WbShopForm) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean stored = wb_shop_work_finish (result, &error);

  if (!self->context)
    return;

  self->storing = FALSE;
  show_state (self);
  if (!stored) {
    show_problem (self, _ ("The shop could not be saved"), error);
    return;
  }
  g_signal_emit (self, signals[KEPT], 0);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
store (WbShopForm *self)
{
  g_autoptr (WbShopConnection) connection = read_fields (self);
  g_autoptr (GError) error = NULL;
  WbShopSecret *secret = NULL;

  if (!read_secret (self, &secret, &error)) {
    show_problem (self, _ ("The key cannot be used"), error);
    return;
  }
  self->storing = TRUE;
  show_state (self);
  wb_shop_work_put (self->context, connection, secret, NULL, stored_cb, g_object_ref (self));
}

/**
 * wb_shop_form_test:
 * @self: a form
 *
 * Tests the connection that the fields describe, and shows the steps.
 */
void
wb_shop_form_test (WbShopForm *self)
{
  g_autoptr (WbShopConnection) connection = NULL;
  g_autoptr (GError) error = NULL;
  WbShopSecret *secret = NULL;

  g_return_if_fail (WB_IS_SHOP_FORM (self));

  if (self->checking || !is_complete (self))
    return;
  wb_notice_hide (WB_NOTICE (self->notice));
  if (!read_secret (self, &secret, &error)) {
    show_problem (self, _ ("The key cannot be used"), error);
    return;
  }

  g_clear_pointer (&self->caps, wb_shop_caps_unref);
  connection = read_fields (self);
  self->checking = g_cancellable_new ();
  wb_shop_steps_start (WB_SHOP_STEPS (self->steps));
  gtk_widget_set_visible (self->steps_bin, TRUE);
  show_state (self);
  wb_shop_work_check (self->context, connection, secret, step_cb, self, self->checking, checked_cb,
                      g_object_ref (self));
}

static void
go_action (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  WbShopForm *self = WB_SHOP_FORM (widget);

  if (may_store (self))
    store (self);
  else
    wb_shop_form_test (self);
}

static void
authority_read_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (WbShopForm) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gsize length = 0;
  gboolean loaded = g_file_load_contents_finish (G_FILE (source), result, &text, &length, NULL,
                                                 &error);

  if (!self->context)
    return;
  if (!loaded || length > CA_BYTES_MAX || !g_utf8_validate (text, (gssize) length, NULL) ||
      !strstr (text, "-----BEGIN CERTIFICATE-----")) {
    wb_notice_show (WB_NOTICE (self->notice), WB_NOTICE_ERROR,
                    _ ("This file is no certificate"),
                    error ? error->message
                          : _ ("Choose a file in PEM form: it has the line “BEGIN CERTIFICATE”."));
    return;
  }
  wb_notice_hide (WB_NOTICE (self->notice));
  g_free (self->ca_pem);
  self->ca_pem = g_steal_pointer (&text);
  typed_cb (self);
}

static void
authority_picked_cb (GFile    *file,
                     gpointer  user_data)
{
  WbShopForm *self = user_data;

  if (file && self->context)
    g_file_load_contents_async (file, NULL, authority_read_cb, g_object_ref (self));
}

static void
choose_authority_action (GtkWidget  *widget,
                         const char *action_name,
                         GVariant   *parameter)
{
  wb_compat_pick_file (GTK_WINDOW (widget), _ ("Certificate of the private authority"),
                       authority_picked_cb, g_object_ref (widget), g_object_unref);
}

static void
forget_authority_action (GtkWidget  *widget,
                         const char *action_name,
                         GVariant   *parameter)
{
  WbShopForm *self = WB_SHOP_FORM (widget);

  g_clear_pointer (&self->ca_pem, g_free);
  typed_cb (self);
}

static void
wb_shop_form_dispose (GObject *object)
{
  WbShopForm *self = WB_SHOP_FORM (object);

  if (self->checking)
    g_cancellable_cancel (self->checking);
  g_clear_object (&self->checking);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (wb_shop_form_parent_class)->dispose (object);
}

static void
wb_shop_form_finalize (GObject *object)
{
  WbShopForm *self = WB_SHOP_FORM (object);

  g_clear_pointer (&self->base, wb_shop_connection_unref);
  g_clear_pointer (&self->caps, wb_shop_caps_unref);
  g_clear_pointer (&self->secrets, g_array_unref);
  g_free (self->ca_pem);

  G_OBJECT_CLASS (wb_shop_form_parent_class)->finalize (object);
}

static void
wb_shop_form_class_init (WbShopFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = wb_shop_form_dispose;
  object_class->finalize = wb_shop_form_finalize;

  signals[KEPT] = g_signal_new ("kept", WB_TYPE_SHOP_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);

  g_type_ensure (WB_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/winback/app/connections/wb-shop-form.ui");
  gtk_widget_class_bind_template_child (widget_class, WbShopForm, go);
  gtk_widget_class_bind_template_child (widget_class, WbShopForm, scroller);
  gtk_widget_class_bind_template_child (widget_class, WbShopForm, notice);
  gtk_widget_class_bind_template_child (widget_class, WbShopForm, platform);
  gtk_widget_class_bind_template_child (widget_class, WbShopForm, url);
  gtk_widget_class_bind_template_child (widget_class, WbShopForm, name);
  gtk_widget_class_bind_template_child (widget_class, WbShopForm, key_group);
  gtk_widget_class_bind_template_child (widget_class, WbShopForm, way);
  gtk_widget_class_bind_template_child (widget_class, WbShopForm, authority);
  gtk_widget_class_bind_template_child (widget_class, WbShopForm, forget);
  gtk_widget_class_bind_template_child (widget_class, WbShopForm, steps_bin);
  gtk_widget_class_bind_template_callback (widget_class, typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, renamed_cb);
  gtk_widget_class_bind_template_callback (widget_class, platform_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, way_changed_cb);
  gtk_widget_class_install_action (widget_class, "shop.go", NULL, go_action);
  gtk_widget_class_install_action (widget_class, "shop.choose-authority", NULL,
                                   choose_authority_action);
  gtk_widget_class_install_action (widget_class, "shop.forget-authority", NULL,
                                   forget_authority_action);
  wb_dialog_install (widget_class);
}

static void
wb_shop_form_init (WbShopForm *self)
{
  self->secrets = g_array_new (FALSE, TRUE, sizeof (SecretRow));
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_window_set_default_widget (GTK_WINDOW (self), self->go);
  self->steps = wb_shop_steps_new ();
  adw_bin_set_child (ADW_BIN (self->steps_bin), self->steps);
}

static WbShopConnection *
copy_connection (const WbShopConnection *from)
{
  WbShopConnection *copy = wb_shop_connection_new ();

  copy->id = g_strdup (from->id);
  copy->name = g_strdup (from->name);
  copy->platform = g_strdup (from->platform);
  copy->url = g_strdup (from->url);
  copy->ca_pem = g_strdup (from->ca_pem);
  copy->is_paused = from->is_paused;
  copy->connection = g_strdup (from->connection);
  copy->error_message = g_strdup (from->error_message);
  copy->caps = from->caps ? wb_shop_caps_ref (from->caps) : NULL;
  copy->checked_at = from->checked_at;
  copy->last_sync_at = from->last_sync_at;

  return copy;
}

/**
 * wb_shop_form_new:
 * @context: the workspace; it has an engine
 * @connection: (nullable): the shop to change; `NULL` = a new one
 *
 * Returns: (transfer none): a window, not shown yet
 */
WbShopForm *
wb_shop_form_new (WbContext              *context,
                  const WbShopConnection *connection)
{
  WbShopForm *self = NULL;
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  g_return_val_if_fail (WB_IS_CONTEXT (context), NULL);

  self = g_object_new (WB_TYPE_SHOP_FORM, NULL);
  self->context = g_object_ref (context);
  self->base = connection ? copy_connection (connection) : NULL;
  self->ca_pem = connection ? g_strdup (connection->ca_pem) : NULL;
  for (guint i = 0; wb_shop_platforms ()[i]; i++)
    gtk_string_list_append (names, wb_shop_platform_name (wb_shop_platforms ()[i]));
  adw_combo_row_set_model (ADW_COMBO_ROW (self->platform), G_LIST_MODEL (names));
  if (connection) {
    gtk_window_set_title (GTK_WINDOW (self), _ ("Edit shop"));
    for (guint i = 0; wb_shop_platforms ()[i]; i++) {
      if (g_strcmp0 (wb_shop_platforms ()[i], connection->platform) == 0)
        adw_combo_row_set_selected (ADW_COMBO_ROW (self->platform), i);
    }
    gtk_editable_set_text (GTK_EDITABLE (self->url), connection->url);
    gtk_editable_set_text (GTK_EDITABLE (self->name), connection->name);
  }
  platform_changed_cb (self);

  return self;
}
