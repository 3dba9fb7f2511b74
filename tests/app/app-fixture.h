/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A window's workspace for tests and pictures: the demo merchant's data put straight into the store,
 * a stopped clock, no engine and no server unless asked for. */

#pragma once

#include "wb-context.h"
#include "wb-stub-server.h"
#include "wb-window.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* 2026-11-20 10:42 in Prague, a Friday. */
#define APP_NOW G_GINT64_CONSTANT (1795167720000)

typedef struct
{
  char *root;              /* (owned) temporary folder */
  WbMovableClock *clock;   /* (owned) */
  WbRandom *random;        /* (owned) */
  WbWorkspace *workspace;  /* (owned) */
  WbContext *context;      /* (owned) */
  char *agent_id;          /* (owned) */
  char *manager_id;        /* (owned) */
  WbStubServer *server;    /* (owned) (nullable) what the engine talks to */
  WbSync *sync;            /* (owned) (nullable) */
} AppFixture;

typedef struct
{
  int n_tickets;
  int n_calls;
  gboolean as_manager;
  gboolean level_0;        /* tickets only */
  gboolean with_sync;      /* an engine that is never started */
  gboolean with_server;    /* and a scripted server that it reaches; else it is offline */
  gboolean with_keys;      /* an engine that is never started, with a file of secrets beside it */
} AppFixtureOptions;

/* @data: (nullable) const AppFixtureOptions. */
void       app_fixture_set_up     (AppFixture *self, gconstpointer data);
void       app_fixture_tear_down  (AppFixture *self, gconstpointer data);

/* Runs the main loop until @check says TRUE; fails the test after a while. */
typedef gboolean (* AppCheck) (gpointer data);
void       app_wait_until         (AppCheck    check,
                                   gpointer    data);
/* Until what was asked of the writing thread and its "changed" are through. */
void       app_wait_written       (AppFixture *self);
/* As if the file were damaged, and back again. */
void       app_run_sql            (AppFixture *self,
                                   const char *sql);
/* Starts the engine, and waits until nobody answered it; wb_sync_stop() ends that. */
void       app_go_offline         (AppFixture *self);
/* Until @widget has been drawn, @n_frames times. */
void       app_wait_frames        (GtkWidget  *widget,
                                   int         n_frames);

/* The first widget below @root of that type and accessible or visible words. */
GtkWidget *app_find               (GtkWidget  *root,
                                   GType       type);
/* A plain application that windows can belong to. */
AdwApplication *app_get_application (void);

G_END_DECLS
