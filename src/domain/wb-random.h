/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Where randomness comes from: the kernel in production, a seed in tests and the demo. */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define WB_TYPE_RANDOM (wb_random_get_type ())
G_DECLARE_INTERFACE (WbRandom, wb_random, WB, RANDOM, GObject)

struct _WbRandomInterface
{
  GTypeInterface parent_iface;

  void (* fill) (WbRandom *self,
                 guint8   *bytes,
                 gsize     n_bytes);
};

void       wb_random_fill         (WbRandom *self,
                                   guint8   *bytes,
                                   gsize     n_bytes);
guint32    wb_random_below        (WbRandom *self,
                                   guint32   bound);
char      *wb_random_uuid         (WbRandom *self) G_GNUC_WARN_UNUSED_RESULT;

/* getrandom(2). */
#define WB_TYPE_SYSTEM_RANDOM (wb_system_random_get_type ())
G_DECLARE_FINAL_TYPE (WbSystemRandom, wb_system_random, WB, SYSTEM_RANDOM, GObject)

WbRandom  *wb_system_random_new   (void) G_GNUC_WARN_UNUSED_RESULT;

/* Repeatable, for tests and the demo only. */
#define WB_TYPE_SEEDED_RANDOM (wb_seeded_random_get_type ())
G_DECLARE_FINAL_TYPE (WbSeededRandom, wb_seeded_random, WB, SEEDED_RANDOM, GObject)

WbRandom  *wb_seeded_random_new   (guint64   seed) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
