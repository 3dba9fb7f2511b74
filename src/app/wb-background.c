/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The background portal; see wb-background.h. A request has an object of its own whose name the
 * asker chooses, so that its answer can be waited for before it is asked
 * (reference/ecosystem.md 15). */

#include "config.h"

#include "wb-background.h"

#define PORTAL_NAME "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define PORTAL_BACKGROUND "org.freedesktop.portal.Background"
#define PORTAL_REQUEST "org.freedesktop.portal.Request"
#define ANSWER_KEY "background-answer"

typedef struct
{
  GDBusConnection *bus;  /* (owned) */
  guint signal_id;
} Request;

/* What keeps the task while the answer is waited for goes. */
static void
stop_listening (Request *request)
{
  guint id = request->signal_id;

  request->signal_id = 0;
  if (id != 0)
    g_dbus_connection_signal_unsubscribe (request->bus, id);
}

static void
request_free (gpointer data)
{
  Request *request = data;

  stop_listening (request);
  g_object_unref (request->bus);
  g_free (request);
}

static void
answered_cb (GDBusConnection *bus,
             const char      *sender,
             const char      *path,
             const char      *interface,
             const char      *signal,
             GVariant        *parameters,
             gpointer         user_data)
{
  g_autoptr (GTask) task = g_object_ref (G_TASK (user_data));
  Request *request = g_task_get_task_data (task);
  g_autoptr (GVariant) results = NULL;
  gboolean allowed = FALSE;
  guint32 response = 0;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ua{sv})")))
    return;

  g_variant_get (parameters, "(u@a{sv})", &response, &results);
  g_variant_lookup (results, "background", "b", &allowed);
  stop_listening (request);
  g_task_return_int (task, response == 0 && allowed ? WB_BACKGROUND_ALLOWED
                                                    : WB_BACKGROUND_REFUSED);
}

static void
listen_at (GTask      *task,
           const char *path)
{
  Request *request = g_task_get_task_data (task);

  request->signal_id =
    g_dbus_connection_signal_subscribe (request->bus, PORTAL_NAME, PORTAL_REQUEST, "Response", path,
                                        NULL, G_DBUS_SIGNAL_FLAGS_NONE, answered_cb,
                                        g_object_ref (task), g_object_unref);
}

static void
asked_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Request *request = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
    g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  /* Answered or cancelled already. */
  if (reply || request->signal_id == 0)
    return;

  stop_listening (request);
  g_task_return_int (task, WB_BACKGROUND_MISSING);
}

/* A person may never answer. */
static void
cancelled_cb (GTask *task)
{
  Request *request = g_task_get_task_data (task);

  if (request->signal_id == 0)
    return;

  stop_listening (request);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s", "Cancelled");
}

/* "/org/freedesktop/portal/desktop/request/SENDER/TOKEN", SENDER being our name on the bus. */
static char *
make_request_path (GDBusConnection *bus,
                   const char      *token)
{
  g_autofree char *sender = g_strdup (g_dbus_connection_get_unique_name (bus) + 1);

  return g_strdup_printf (PORTAL_PATH "/request/%s/%s", g_strdelimit (sender, ".", '_'), token);
}

/**
 * wb_background_request_async:
 * @bus: the session bus
 * @reason: why, for the person who may be asked; translated
 * @cancellable: (nullable): a cancellable
 * @callback: called with the answer, which may take as long as a person does
 * @user_data: for @callback
 *
 * Asks the desktop to let the application go on without a window.
 */
void
wb_background_request_async (GDBusConnection     *bus,
                             const char          *reason,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *token = NULL;
  g_autofree char *path = NULL;
  GVariantBuilder options;
  Request *request = NULL;

  g_return_if_fail (G_IS_DBUS_CONNECTION (bus));
  g_return_if_fail (reason);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, wb_background_request_async);
  request = g_new0 (Request, 1);
  request->bus = g_object_ref (bus);
  g_task_set_task_data (task, request, request_free);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (cancellable)
    g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (cancelled_cb), task,
                             G_CONNECT_SWAPPED);
  token = g_strdup_printf ("winback%u", g_random_int ());
  path = make_request_path (bus, token);
  listen_at (task, path);

  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "handle_token", g_variant_new_string (token));
  g_variant_builder_add (&options, "{sv}", "reason", g_variant_new_string (reason));
  g_dbus_connection_call (bus, PORTAL_NAME, PORTAL_PATH, PORTAL_BACKGROUND, "RequestBackground",
                          g_variant_new ("(sa{sv})", "", &options), G_VARIANT_TYPE ("(o)"),
                          G_DBUS_CALL_FLAGS_NONE, -1, NULL, asked_cb, g_object_ref (task));
}

/**
 * wb_background_request_finish:
 * @result: from the callback
 * @error: return location: `G_IO_ERROR_CANCELLED` alone
 *
 * Returns: the answer; %WB_BACKGROUND_UNKNOWN with @error set
 */
WbBackgroundAnswer
wb_background_request_finish (GAsyncResult  *result,
                              GError       **error)
{
  gssize answer = 0;

  g_return_val_if_fail (g_task_is_valid (result, NULL), WB_BACKGROUND_UNKNOWN);

  answer = g_task_propagate_int (G_TASK (result), error);

  return answer < 0 ? WB_BACKGROUND_UNKNOWN : (WbBackgroundAnswer) answer;
}

/**
 * wb_background_get_answer:
 * @settings: (nullable): the settings
 *
 * Returns: what the desktop said last
 */
WbBackgroundAnswer
wb_background_get_answer (GSettings *settings)
{
  g_return_val_if_fail (!settings || G_IS_SETTINGS (settings), WB_BACKGROUND_UNKNOWN);

  return settings ? (WbBackgroundAnswer) g_settings_get_enum (settings, ANSWER_KEY)
                  : WB_BACKGROUND_UNKNOWN;
}

/**
 * wb_background_set_answer:
 * @settings: (nullable): the settings
 * @answer: what the desktop said
 */
void
wb_background_set_answer (GSettings          *settings,
                          WbBackgroundAnswer  answer)
{
  g_return_if_fail (!settings || G_IS_SETTINGS (settings));

  if (settings)
    g_settings_set_enum (settings, ANSWER_KEY, (int) answer);
}
