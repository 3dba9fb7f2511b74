/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The folder a demo lives in: the ledger, the shops' state and keys, and what a second start must
 * know of the first. */

#pragma once

#include "wb-demo-people.h"

G_BEGIN_DECLS

#define WB_DEMO_LEDGER_NAME "demo.db"

/* What a start leaves behind for the next one. */
typedef struct
{
  gboolean is_filled;  /* the merchant is in the ledger; nothing below is meant before */
  guint64 seed;
  int n_starts;
  guint16 port;
  guint16 shop_ports[WB_DEMO_N_SHOPS];
} WbDemoRemembered;

typedef struct
{
  char *path;             /* (owned) */
  gboolean is_temporary;  /* goes with the demo */
  int lock_fd;
  WbDemoRemembered remembered;
} WbDemoFolder;

gboolean   wb_demo_folder_open      (WbDemoFolder  *self,
                                     const char    *path,
                                     GError       **error);
void       wb_demo_folder_close     (WbDemoFolder  *self);
gboolean   wb_demo_folder_remember  (WbDemoFolder  *self,
                                     GError       **error);
char      *wb_demo_folder_file      (WbDemoFolder  *self,
                                     const char    *name) G_GNUC_WARN_UNUSED_RESULT;
gboolean   wb_demo_folder_write     (WbDemoFolder  *self,
                                     const char    *name,
                                     const char    *text,
                                     GError       **error);

G_END_DECLS
