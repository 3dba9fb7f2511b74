/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a desktop offers its applications on the session bus: a place for notifications
 * (org.gtk.Notifications) and the background portal. It remembers what it was told and asked. On a
 * bus of one's own (tests/run-isolated). */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _FakeDesktop FakeDesktop;

/* @with_portal: whether there is a background portal. */
FakeDesktop *fake_desktop_new            (gboolean     with_portal);
void         fake_desktop_free           (FakeDesktop *self);

/* What is shown now under that id; NULL = nothing. Values as GNotification sends them. */
GVariant    *fake_desktop_get            (FakeDesktop *self, const char *id);
const char  *fake_desktop_get_text       (FakeDesktop *self, const char *id, const char *key);
guint        fake_desktop_count_shown    (FakeDesktop *self);
/* How many were ever sent, replaced ones too. */
guint        fake_desktop_count_sent     (FakeDesktop *self);

/* What the portal answers, and how often it was asked. */
void         fake_desktop_set_allowed    (FakeDesktop *self, gboolean allowed);
guint        fake_desktop_count_asked    (FakeDesktop *self);
const char  *fake_desktop_get_reason     (FakeDesktop *self);

G_END_DECLS
