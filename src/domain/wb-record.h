/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Records are the plain values that travel between layers: public fields, reference counted
 * atomically, filled by their maker and never changed once a second holder has them. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * WB_DECLARE_RECORD:
 * @Type: the struct's name
 * @prefix: the function prefix
 *
 * Declares `prefix_new ()` (all fields zero), `prefix_ref ()`, `prefix_unref ()` and the autoptr.
 * Any thread.
 */
#define WB_DECLARE_RECORD(Type, prefix)                   \
  Type *prefix##_new (void) G_GNUC_WARN_UNUSED_RESULT;    \
  Type *prefix##_ref (Type *self);                        \
  void prefix##_unref (Type *self);                       \
  G_DEFINE_AUTOPTR_CLEANUP_FUNC (Type, prefix##_unref)

/**
 * WB_DEFINE_RECORD:
 * @Type: the struct's name
 * @prefix: the function prefix
 * @init: called on a new, zeroed record to set what must not be zero
 * @clear: frees what the fields hold
 *
 * Defines what WB_DECLARE_RECORD() declares.
 */
#define WB_DEFINE_RECORD(Type, prefix, init, clear)                     \
  Type *prefix##_new (void)                                             \
  {                                                                     \
    Type *self = g_atomic_rc_box_new0 (Type);                           \
    init (self);                                                        \
    return self;                                                        \
  }                                                                     \
  Type *prefix##_ref (Type *self) { return g_atomic_rc_box_acquire (self); } \
  void prefix##_unref (Type *self)                                      \
  {                                                                     \
    g_atomic_rc_box_release_full (self, (GDestroyNotify) clear);        \
  }

G_END_DECLS
