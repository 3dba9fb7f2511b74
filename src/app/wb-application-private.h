/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of WbApplication share. */

#pragma once

#include "wb-application.h"
#include "wb-demo-process.h"
#include "wb-notifier.h"
#include "wb-start-page.h"
#include "wb-window.h"

G_BEGIN_DECLS

struct _WbApplication
{
  AdwApplication parent_instance;

  WbContext *context;         /* (owned) (nullable) */
  WbNotifier *notifier;       /* (owned) (nullable) */
  WbWindow *window;           /* (nullable) (unowned) weak */
  WbStartPage *start;         /* (nullable) (unowned) weak; while there is no context */
  GSettings *settings;        /* (owned) (nullable) where the schema is installed */
  GCancellable *cancellable;  /* (owned) of all that is under way */
  WbDemoProcess *demo;        /* (owned) (nullable) */
  char *temporary_dir;        /* (owned) (nullable) removed at the end */
  char *workspace_dir;        /* (owned) (nullable) as told on the command line */
  char *demo_dir;             /* (owned) (nullable) as told on the command line */
  char *wanted_call;          /* (owned) (nullable) to show once there is a context */
  char *call_to_snooze;       /* (owned) (nullable) to put off once there is one */
  gulong changed_id;
  gulong open_call_id;
  guint signal_ids[2];        /* of the system's wishes that it ends */
  gboolean explore_demo;
  gboolean opening;           /* the last workspace, for work without a window */
  gboolean holding;           /* goes on without a window */
  gboolean asking_portal;
  gboolean queue_wanted;      /* show the queue once there is a context */
  gboolean signing_off;
  gboolean signed_off;
  gboolean wanted_again;      /* activated while signing off */
};

/* wb-application.c */
void       wb_application_show_window        (WbApplication *self);
void       wb_application_run_wishes         (WbApplication *self);

/* wb-application-life.c: how it goes on without a window, and how it ends. */
void       wb_application_start_life         (WbApplication *self);
void       wb_application_context_came       (WbApplication *self);
void       wb_application_watch_window       (WbApplication *self);
void       wb_application_quit               (WbApplication *self);
void       wb_application_end_life           (WbApplication *self);

G_END_DECLS
