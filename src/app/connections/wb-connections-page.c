/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The page of connections; see wb-connections-page.h. */

#include "config.h"

#include "wb-connections-page.h"

#include "compat.h"
#include "wb-back-button.h"
#include "wb-dialog.h"
#include "wb-forecast-window.h"
#include "wb-format.h"
#include "wb-meta-store.h"
#include "wb-notice.h"
#include "wb-page.h"
#include "wb-shop-form.h"
#include "wb-shop-row.h"
#include "wb-shop-work.h"
#include "wb-sync-line.h"

#include <glib/gi18n-lib.h>

#define FORM_WIDTH 560
#define FORM_HEIGHT 640
/* How old what the service told of its shops may be. */
#define TOLD_MS (30 * WB_SECOND_MS)
#define SHOP_COMMAND "winback-portal --db FILE shop add PLATFORM URL --secret-file FILE"

struct _WbConnectionsPage
{
  AdwBin parent_instance;

  GtkWidget *notice;
  GtkWidget *helpdesk;
  GtkWidget *helpdesk_icon;
  GtkWidget *sync;
  GtkWidget *person;
  GtkWidget *shops;
  GtkWidget *add;
  GtkWidget *none;
  GtkWidget *how;
  GtkWidget *command;
  GtkWidget *forecast;

  WbContext *context;         /* (owned) */
  GCancellable *cancellable;  /* (owned) */
  GPtrArray *rows;            /* (owned) (element-type WbShopRow) (unowned ones) in order */
  gint64 told_at;             /* steady, when the service was asked; WB_TIME_NONE = not yet */
  gulong changed_id;
  gulong sync_changed_id;
};

static void wb_connections_page_page_init (WbPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (WbConnectionsPage, wb_connections_page, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (WB_TYPE_PAGE, wb_connections_page_page_init))

enum
{
  PROP_0,
  PROP_CONTEXT,
  N_PROPS,
};
static GParamSpec *properties[N_PROPS];

static gboolean
is_local (WbConnectionsPage *self)
{
  return wb_context_get_level (self->context) == WB_LEVEL_PLAIN;
}

/* (transfer full): how it stands with the helpdesk; what the network said of it helps nobody. */
static char *
describe_helpdesk (WbConnectionsPage  *self,
                   const WbSyncState  *state,
                   const char        **icon_out)
{
  gint64 now = wb_context_now (self->context);
  GTimeZone *zone = wb_context_get_zone (self->context);
  g_autofree char *words = wb_sync_line_describe (state, now, zone, icon_out);
  g_autofree char *when = NULL;

  if (state->phase != WB_SYNC_OFFLINE)
    return g_strdup (state->message ? state->message : words);
  if (state->last_synced_at == WB_TIME_NONE)
    return g_strdup (_ ("Offline: it has not answered yet"));
  when = wb_format_when (state->last_synced_at, now, zone);

  /* TRANSLATORS: %s is “today 10:42”, “yesterday 8:05” */
  return g_strdup_printf (_ ("Offline: it last answered %s"), when);
}

/* The service's shops are as it last told; the desktop's own it asks itself. */
static void
show_reach (WbConnectionsPage *self,
            const WbSyncState *state)
{
  g_autofree char *words = NULL;
  g_autofree char *when = NULL;

  if (!is_local (self) && state->phase == WB_SYNC_OFFLINE &&
      state->last_synced_at != WB_TIME_NONE) {
    when = wb_format_when (state->last_synced_at, wb_context_now (self->context),
                           wb_context_get_zone (self->context));
    words = g_strdup_printf (_ ("As the service told %s: it does not answer now."), when);
  }
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self->shops), words);
}

static void
show_helpdesk (WbConnectionsPage *self)
{
  const WbSyncState *state = wb_context_get_sync_state (self->context);
  const WbAccount *account = wb_context_get_account (self->context);
  const WbUser *me = wb_context_find_user (self->context, wb_context_get_me_id (self->context));
  g_autofree char *url =
    wb_workspace_dup_meta (wb_context_get_reader (self->context), WB_META_BASE_URL);
  const char *icon = NULL;
  g_autofree char *words = describe_helpdesk (self, state, &icon);
  g_autofree char *subtitle = NULL;
  const char *name = account ? wb_context_pick_text (self->context, account->name) : NULL;

  subtitle = g_strdup_printf ("%s\n%s · %s", url ? url : "",
                              is_local (self) ? _ ("Retino account") : _ ("Winback service"),
                              words);
  show_reach (self, state);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->helpdesk),
                                 name && *name ? name : _ ("Helpdesk"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->helpdesk), subtitle);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->helpdesk_icon),
                                icon ? icon : "content-loading-symbolic");
  gtk_widget_set_visible (self->person, me != NULL);
  if (me) {
    g_autofree char *who =
      g_strdup_printf ("%s · %s", wb_context_get_user_name (self->context, me->id),
                       wb_context_is_manager (self->context) ? C_ ("a person", "manager")
                                                             : C_ ("a person", "agent"));

    adw_action_row_set_subtitle (ADW_ACTION_ROW (self->person), who);
  }
}

static GtkWidget *
find_row (WbConnectionsPage *self,
          const char        *id)
{
  for (guint i = 0; i < self->rows->len; i++) {
    WbShopRow *row = g_ptr_array_index (self->rows, i);

    if (g_strcmp0 (wb_shop_row_get_id (row), id) == 0)
      return GTK_WIDGET (row);
  }

  return NULL;
}

static void asked_cb (WbShopRow *row, const char *deed, WbConnectionsPage *self);

static void
show_shop (WbConnectionsPage      *self,
           GPtrArray              *kept,
           const WbMerchantStore  *store,
           const WbShopConnection *connection)
{
  GtkWidget *row = find_row (self, store->id);

  if (!row) {
    row = wb_shop_row_new (self->context);
    g_signal_connect (row, "asked", G_CALLBACK (asked_cb), self);
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->shops), row);
  }
  wb_shop_row_show (WB_SHOP_ROW (row), store, connection);
  g_ptr_array_add (kept, row);
}

static void
drop_rows (WbConnectionsPage *self,
           GPtrArray         *kept)
{
  for (guint i = 0; i < self->rows->len; i++) {
    GtkWidget *row = g_ptr_array_index (self->rows, i);

    if (!g_ptr_array_find (kept, row, NULL))
      adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self->shops), row);
  }
  g_ptr_array_unref (self->rows);
  self->rows = g_ptr_array_ref (kept);
}

static void
show_shops (WbConnectionsPage *self)
{
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();
  g_autoptr (GPtrArray) connections = NULL;
  GPtrArray *stores = wb_context_get_stores (self->context);
  gboolean local = is_local (self);

  if (local) {
    connections = wb_shop_connection_list (wb_context_get_reader (self->context), NULL);
    for (guint i = 0; connections && i < connections->len; i++) {
      const WbShopConnection *connection = g_ptr_array_index (connections, i);
      g_autoptr (WbMerchantStore) store = wb_shop_connection_to_store (connection);

      show_shop (self, kept, store, connection);
    }
  } else {
    for (guint i = 0; stores && i < stores->len; i++)
      show_shop (self, kept, g_ptr_array_index (stores, i), NULL);
  }
  drop_rows (self, kept);

  gtk_widget_set_visible (self->none, kept->len == 0);
  gtk_widget_set_visible (self->add, local);
  gtk_widget_set_visible (self->how, !local && wb_context_is_manager (self->context));
  gtk_widget_set_visible (self->forecast, kept->len > 0 && !local);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "connections.add",
                                 local && wb_context_get_sync (self->context) != NULL);
}

static void
show_all (WbConnectionsPage *self)
{
  show_helpdesk (self);
  show_shops (self);
}

static void
context_changed_cb (WbConnectionsPage *self,
                    guint              tables)
{
  if (tables & WB_TABLE_ACCOUNT)
    show_all (self);
}

static void
open_form (WbConnectionsPage      *self,
           const WbShopConnection *connection,
           gboolean                test)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
  WbShopForm *form = wb_shop_form_new (self->context, connection);

  g_signal_connect_object (form, "kept", G_CALLBACK (show_all), self, G_CONNECT_SWAPPED);
  wb_dialog_open (GTK_WINDOW (form), window, FORM_WIDTH, FORM_HEIGHT);
  if (test)
    wb_shop_form_test (form);
}

static void
done_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (WbConnectionsPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!wb_shop_work_finish (result, &error)) {
    if (!self->context || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      return;
    wb_notice_show (WB_NOTICE (self->notice), WB_NOTICE_ERROR,
                    _ ("The shop stays as it was"), error->message);
    return;
  }
  if (self->context) {
    wb_notice_hide (WB_NOTICE (self->notice));
    show_all (self);
  }
}

static void
carry_out (WbConnectionsPage *self,
           const char        *id,
           WbShopDeed         deed)
{
  wb_shop_work_do (self->context, id, deed, self->cancellable, done_cb, g_object_ref (self));
}

typedef struct
{
  WbConnectionsPage *page;  /* (owned) */
  char *id;                 /* (owned) */
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_object_unref (question->page);
  g_free (question->id);
  g_free (question);
}

static void
removal_answered_cb (gboolean go_on,
                     gpointer user_data)
{
  Question *question = user_data;

  if (go_on && question->page->context)
    carry_out (question->page, question->id, WB_SHOP_DEED_REMOVE);
}

static void
ask_removal (WbConnectionsPage      *self,
             const WbShopConnection *connection)
{
  g_autofree char *heading = g_strdup_printf (_ ("Remove %s?"), connection->name);
  Question *question = g_new0 (Question, 1);

  question->page = g_object_ref (self);
  question->id = g_strdup (connection->id);
  wb_compat_ask (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), heading,
                 _ ("Its key is forgotten. Coupons that were made stay valid in the shop; Winback "
                    "no longer sees whether they are used."),
                 C_ ("a shop", "_Remove"), TRUE, removal_answered_cb, question, question_free);
}

static void
asked_cb (WbShopRow         *row,
          const char        *deed,
          WbConnectionsPage *self)
{
  g_autoptr (WbShopConnection) connection = wb_shop_connection_get (
    wb_context_get_reader (self->context), wb_shop_row_get_id (row), NULL);

  if (!connection || !wb_context_get_sync (self->context))
    return;
  if (g_str_equal (deed, "pause"))
    carry_out (self, connection->id, WB_SHOP_DEED_PAUSE);
  else if (g_str_equal (deed, "resume"))
    carry_out (self, connection->id, WB_SHOP_DEED_RESUME);
  else if (g_str_equal (deed, "remove"))
    ask_removal (self, connection);
  else
    open_form (self, connection, g_str_equal (deed, "test"));
}

static void
add_action (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  open_form (WB_CONNECTIONS_PAGE (widget), NULL, FALSE);
}

static void
copy_command_action (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), SHOP_COMMAND);
  wb_page_toast (WB_PAGE (widget), _ ("Command copied"), NULL, NULL, NULL);
}

static void
forecast_action (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  WbConnectionsPage *self = WB_CONNECTIONS_PAGE (widget);

  wb_forecast_window_open (self->context, GTK_WINDOW (gtk_widget_get_root (widget)), NULL);
}

static const char *
wb_connections_page_get_title (WbPage *page)
{
  return _ ("Connections");
}

/* New rows were noticed by then; where none came, the helpdesk's own row says that it is
 * offline. */
static void
stores_fetched_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  wb_sync_fetch_stores_finish (WB_SYNC (source), result, NULL);
}

/* When each shop was read last is no event: whoever looks asks. Without a network there is
 * nobody. */
static void
fetch_stores (WbConnectionsPage *self)
{
  WbSync *sync = wb_context_get_sync (self->context);
  WbSyncPhase phase = wb_context_get_sync_state (self->context)->phase;
  gint64 now = wb_clock_steady (wb_workspace_get_clock (wb_context_get_workspace (self->context)));

  if (is_local (self) || !sync || phase == WB_SYNC_OFFLINE || phase == WB_SYNC_NEEDS_TOKEN ||
      (self->told_at != WB_TIME_NONE && now - self->told_at < TOLD_MS))
    return;

  self->told_at = now;
  wb_sync_fetch_stores_async (sync, self->cancellable, stores_fetched_cb, NULL);
}

static void
wb_connections_page_shown (WbPage *page)
{
  WbConnectionsPage *self = WB_CONNECTIONS_PAGE (page);

  show_all (self);
  fetch_stores (self);
  if (self->rows->len > 0)
    gtk_widget_child_focus (g_ptr_array_index (self->rows, 0), GTK_DIR_TAB_FORWARD);
  else
    gtk_widget_grab_focus (is_local (self) ? self->add : self->sync);
}

static gboolean
wb_connections_page_show_object (WbPage     *page,
                                 const char *id)
{
  GtkWidget *row = find_row (WB_CONNECTIONS_PAGE (page), id);

  if (!row)
    return FALSE;
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  gtk_widget_child_focus (row, GTK_DIR_TAB_FORWARD);

  return TRUE;
}

static void
wb_connections_page_page_init (WbPageInterface *iface)
{
  iface->get_title = wb_connections_page_get_title;
  iface->shown = wb_connections_page_shown;
  iface->show_object = wb_connections_page_show_object;
}

static void
wb_connections_page_constructed (GObject *object)
{
  WbConnectionsPage *self = WB_CONNECTIONS_PAGE (object);

  G_OBJECT_CLASS (wb_connections_page_parent_class)->constructed (object);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->command), SHOP_COMMAND);
  gtk_widget_add_css_class (self->command, "monospace");
  self->changed_id = g_signal_connect_swapped (self->context, "changed",
                                               G_CALLBACK (context_changed_cb), self);
  self->sync_changed_id = g_signal_connect_swapped (self->context, "sync-changed",
                                                    G_CALLBACK (show_helpdesk), self);
  show_all (self);
}

static void
wb_connections_page_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  WbConnectionsPage *self = WB_CONNECTIONS_PAGE (object);

  switch (prop_id) {
    case PROP_CONTEXT:
      self->context = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
wb_connections_page_dispose (GObject *object)
{
  WbConnectionsPage *self = WB_CONNECTIONS_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_signal_handler (&self->changed_id, self->context);
  g_clear_signal_handler (&self->sync_changed_id, self->context);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (wb_connections_page_parent_class)->dispose (object);
}

static void
wb_connections_page_finalize (GObject *object)
{
  WbConnectionsPage *self = WB_CONNECTIONS_PAGE (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->rows, g_ptr_array_unref);

  G_OBJECT_CLASS (wb_connections_page_parent_class)->finalize (object);
}

static void
wb_connections_page_class_init (WbConnectionsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = wb_connections_page_constructed;
  object_class->dispose = wb_connections_page_dispose;
  object_class->finalize = wb_connections_page_finalize;
  object_class->set_property = wb_connections_page_set_property;

  properties[PROP_CONTEXT] =
    g_param_spec_object ("context", NULL, NULL, WB_TYPE_CONTEXT,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (WB_TYPE_BACK_BUTTON);
  g_type_ensure (WB_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/winback/app/connections/wb-connections-page.ui");
  gtk_widget_class_bind_template_child (widget_class, WbConnectionsPage, notice);
  gtk_widget_class_bind_template_child (widget_class, WbConnectionsPage, helpdesk);
  gtk_widget_class_bind_template_child (widget_class, WbConnectionsPage, helpdesk_icon);
  gtk_widget_class_bind_template_child (widget_class, WbConnectionsPage, sync);
  gtk_widget_class_bind_template_child (widget_class, WbConnectionsPage, person);
  gtk_widget_class_bind_template_child (widget_class, WbConnectionsPage, shops);
  gtk_widget_class_bind_template_child (widget_class, WbConnectionsPage, add);
  gtk_widget_class_bind_template_child (widget_class, WbConnectionsPage, none);
  gtk_widget_class_bind_template_child (widget_class, WbConnectionsPage, how);
  gtk_widget_class_bind_template_child (widget_class, WbConnectionsPage, command);
  gtk_widget_class_bind_template_child (widget_class, WbConnectionsPage, forecast);
  gtk_widget_class_install_action (widget_class, "connections.add", NULL, add_action);
  gtk_widget_class_install_action (widget_class, "connections.copy-command", NULL,
                                   copy_command_action);
  gtk_widget_class_install_action (widget_class, "connections.forecast", NULL, forecast_action);
}

static void
wb_connections_page_init (WbConnectionsPage *self)
{
  self->cancellable = g_cancellable_new ();
  self->told_at = WB_TIME_NONE;
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
