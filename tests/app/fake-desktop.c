/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* See fake-desktop.h. */

#include "config.h"

#include "fake-desktop.h"

static const char interfaces[] =
  "<node>"
  "<interface name='org.gtk.Notifications'>"
  "<method name='AddNotification'><arg type='s' direction='in'/><arg type='s' direction='in'/>"
  "<arg type='a{sv}' direction='in'/></method>"
  "<method name='RemoveNotification'><arg type='s' direction='in'/>"
  "<arg type='s' direction='in'/></method>"
  "</interface>"
  "<interface name='org.freedesktop.portal.Background'>"
  "<method name='RequestBackground'><arg type='s' direction='in'/><arg type='a{sv}' direction='in'/>"
  "<arg type='o' direction='out'/></method>"
  "</interface>"
  "</node>";

struct _FakeDesktop
{
  GDBusConnection *bus;  /* (owned) of its own, as a process of its own has */
  GDBusNodeInfo *node;   /* (owned) */
  GHashTable *shown;     /* (owned) (element-type utf8 GVariant) */
  guint n_sent;
  gboolean allowed;
  guint n_asked;
  char *reason;          /* (owned) (nullable) */
};

static void
notify_cb (FakeDesktop *self,
           const char  *method,
           GVariant    *parameters)
{
  const char *id = NULL;

  g_variant_get_child (parameters, 1, "&s", &id);
  if (g_str_equal (method, "AddNotification")) {
    self->n_sent++;
    g_hash_table_insert (self->shown, g_strdup (id), g_variant_get_child_value (parameters, 2));
  } else {
    g_hash_table_remove (self->shown, id);
  }
}

static char *
answer_request (FakeDesktop *self,
                const char  *sender,
                GVariant    *parameters)
{
  g_autoptr (GVariant) options = g_variant_get_child_value (parameters, 1);
  g_autofree char *name = g_strdelimit (g_strdup (sender + 1), ".", '_');
  g_autofree char *path = NULL;
  const char *token = NULL;
  GVariantBuilder results;

  g_assert_true (g_variant_lookup (options, "handle_token", "&s", &token));
  g_free (self->reason);
  self->reason = NULL;
  g_variant_lookup (options, "reason", "s", &self->reason);
  self->n_asked++;
  path = g_strdup_printf ("/org/freedesktop/portal/desktop/request/%s/%s", name, token);
  g_variant_builder_init (&results, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&results, "{sv}", "background", g_variant_new_boolean (self->allowed));
  g_variant_builder_add (&results, "{sv}", "autostart", g_variant_new_boolean (FALSE));
  g_dbus_connection_emit_signal (self->bus, sender, path, "org.freedesktop.portal.Request",
                                 "Response", g_variant_new ("(ua{sv})", self->allowed ? 0 : 1,
                                                            &results), NULL);

  return g_steal_pointer (&path);
}

static void
called_cb (GDBusConnection       *bus,
           const char            *sender,
           const char            *path,
           const char            *interface,
           const char            *method,
           GVariant              *parameters,
           GDBusMethodInvocation *invocation,
           gpointer               user_data)
{
  FakeDesktop *self = user_data;

  if (g_str_equal (interface, "org.gtk.Notifications")) {
    notify_cb (self, method, parameters);
    g_dbus_method_invocation_return_value (invocation, NULL);
  } else {
    g_autofree char *request = answer_request (self, sender, parameters);

    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", request));
  }
}

static void
serve (FakeDesktop *self,
       const char  *name,
       const char  *path,
       const char  *interface)
{
  static const GDBusInterfaceVTable vtable = { called_cb, NULL, NULL, { 0 } };
  g_autoptr (GVariant) owned = NULL;
  g_autoptr (GError) error = NULL;

  g_dbus_connection_register_object (self->bus, path,
                                     g_dbus_node_info_lookup_interface (self->node, interface),
                                     &vtable, self, NULL, &error);
  g_assert_no_error (error);
  owned = g_dbus_connection_call_sync (self->bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                       "org.freedesktop.DBus", "RequestName",
                                       g_variant_new ("(su)", name, 4), NULL,
                                       G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
}

FakeDesktop *
fake_desktop_new (gboolean with_portal)
{
  FakeDesktop *self = g_new0 (FakeDesktop, 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, &error);

  g_assert_no_error (error);
  self->shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                       (GDestroyNotify) g_variant_unref);
  self->allowed = TRUE;
  self->node = g_dbus_node_info_new_for_xml (interfaces, &error);
  g_assert_no_error (error);
  self->bus = g_dbus_connection_new_for_address_sync (
    address, G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
    G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION, NULL, NULL, &error);
  g_assert_no_error (error);
  serve (self, "org.gtk.Notifications", "/org/gtk/Notifications", "org.gtk.Notifications");
  if (with_portal)
    serve (self, "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop",
           "org.freedesktop.portal.Background");

  return self;
}

void
fake_desktop_free (FakeDesktop *self)
{
  g_dbus_connection_close_sync (self->bus, NULL, NULL);
  g_object_unref (self->bus);
  g_dbus_node_info_unref (self->node);
  g_hash_table_unref (self->shown);
  g_free (self->reason);
  g_free (self);
}

GVariant *
fake_desktop_get (FakeDesktop *self,
                  const char  *id)
{
  return g_hash_table_lookup (self->shown, id);
}

const char *
fake_desktop_get_text (FakeDesktop *self,
                       const char  *id,
                       const char  *key)
{
  GVariant *notification = fake_desktop_get (self, id);
  const char *text = NULL;

  g_assert_nonnull (notification);
  g_variant_lookup (notification, key, "&s", &text);

  return text;
}

guint
fake_desktop_count_shown (FakeDesktop *self)
{
  return g_hash_table_size (self->shown);
}

guint
fake_desktop_count_sent (FakeDesktop *self)
{
  return self->n_sent;
}

void
fake_desktop_set_allowed (FakeDesktop *self,
                          gboolean     allowed)
{
  self->allowed = allowed;
}

guint
fake_desktop_count_asked (FakeDesktop *self)
{
  return self->n_asked;
}

const char *
fake_desktop_get_reason (FakeDesktop *self)
{
  return self->reason;
}
