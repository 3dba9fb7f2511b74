/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The demo as one object: the portal with the seeded merchant, a pretend shop per currency, each of
 * another platform, and the clock that moves them all, on loopback. The program winback-demo is this object
 * and a signal handler; tests hold it directly. */

#pragma once

#include "wb-demo-data.h"
#include "wb-demo-shop.h"
#include "wb-portal.h"

G_BEGIN_DECLS

/* What the next @times requests of a name meet in a shop (wb-pretend-fault.h). */
typedef struct
{
  WbDemoShop shop;
  const char *request;
  WbPretendFault kind;
  guint times;
} WbDemoFault;

typedef struct
{
  const char *dir;  /* (nullable) made when missing, kept; NULL = a temporary one, removed at the end */
  guint16 port;     /* of the portal; 0 = that of the last time in this folder, else any */
  guint64 seed;
  gint64 now;       /* ms; WB_TIME_NONE = the computer's */
  int n_tickets;
  int n_calls;
  int n_answered;     /* calls of past weeks besides those */
  int customers_secs; /* every so often a customer comes, on average; 0 = nobody does */
  gboolean inactive;  /* a merchant who has not used remarketing yet */
  gboolean is_year;   /* tickets over a whole year, by season and weekday */
  const WbDemoFault *faults;  /* (nullable) from the start on */
  guint n_faults;
} WbDemoOptions;

typedef struct _WbDemo WbDemo;

WbDemo         *wb_demo_start           (const WbDemoOptions *options,
                                         GError             **error) G_GNUC_WARN_UNUSED_RESULT;
void            wb_demo_stop            (WbDemo              *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbDemo, wb_demo_stop)

/* The line of JSON that says where everything is. */
char           *wb_demo_dup_ready_line  (WbDemo              *self) G_GNUC_WARN_UNUSED_RESULT;

WbPortal       *wb_demo_get_portal      (WbDemo              *self);
WbMovableClock *wb_demo_get_clock       (WbDemo              *self);
WbDemoShopServer *wb_demo_get_shop      (WbDemo              *self,
                                         WbDemoShop           shop);
/* "http://127.0.0.1:PORT/api/v2" */
const char     *wb_demo_get_url         (WbDemo              *self);
const char     *wb_demo_get_token       (WbDemo              *self,
                                         WbRole               role,
                                         guint                index);

G_END_DECLS
