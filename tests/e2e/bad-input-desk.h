/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The desk of the bad-input tests: a workspace with tickets and one call that was finished while the
 * server was away, a relay to its portal that spoils answers, and what must hold after a refusal. */

#pragma once

#include "cli-fixture.h"
#include "wb-stub-server.h"

G_BEGIN_DECLS

#define DESK_API "/api/v2"
#define DESK_WRONG_TOKEN "0123456789abcdef0123456789abcdef01234567"

typedef enum
{
  DESK_BAD_NOTHING,
  DESK_BAD_TOKEN,
  DESK_BAD_HTML,
  DESK_BAD_HTML_AS_JSON,
  DESK_BAD_CUT_JSON,
  DESK_BAD_CUT_BODY,
  DESK_BAD_ANNOUNCED,
  DESK_BAD_ENDLESS,
  DESK_BAD_DEEP,
  DESK_BAD_TYPE,
  DESK_BAD_FAULT,
} DeskBad;

typedef enum
{
  DESK_EVERYWHERE,
  DESK_TICKETS,    /* pages of tickets, which are read again because the feed's cursor is too old */
  DESK_WRITES,     /* all is read well, what is sent meets it */
} DeskWhere;

/* A way to a portal that spoils what it is told to. */
typedef struct
{
  CliFixture *fixture;    /* (unowned) */
  WbStubServer *server;   /* (owned) */
  int bad;                /* DeskBad; atomic */
  int where;              /* DeskWhere; atomic */
} DeskRelay;

/* A person's desk: a workspace with tickets and one call finished while the server was away. */
typedef struct
{
  CliFixture *fixture;    /* (owned) */
  DeskRelay relay;
  GSocket *closed;        /* (owned) bound, not listening */
  char *closed_url;       /* (owned) */
  char *relay_url;        /* (owned) */
  char *token_file;       /* (owned) */
  char *ca_file;          /* (owned) */
  const char *token;      /* (unowned) */
  char *held;             /* (owned) what the workspace shows, before anything was bad */
} Desk;

Desk      *desk_new                 (void) G_GNUC_WARN_UNUSED_RESULT;
void       desk_free                (Desk            *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Desk, desk_free)

/* What the relay does from now on. */
void       desk_spoil               (Desk            *self,
                                     DeskBad          bad,
                                     DeskWhere        where);
/* From now on the workspace's server is there, and it is late enough to try again. */
void       desk_move_server         (Desk            *self,
                                     const char      *url);
CliResult *desk_connect             (Desk            *self,
                                     const char      *url,
                                     const char      *token_file) G_GNUC_WARN_UNUSED_RESULT;

/* Exit status 1 and one line that says @words, shows no token and no warning of a library. */
void       desk_check_refused       (Desk            *self,
                                     const CliResult *result,
                                     const char      *what,
                                     const char      *words);
/* Connecting for the first time is refused and leaves no folder behind. */
void       desk_check_first_connect (Desk            *self,
                                     const char      *url,
                                     const char      *token_file,
                                     const char      *words);
/* So is connecting again and syncing, and nothing of the workspace is lost. */
void       desk_check_server        (Desk            *self,
                                     const char      *url,
                                     const char      *words);
void       desk_check_held          (Desk            *self);
/* With the good server back, what waited is sent. */
void       desk_check_recovers      (Desk            *self);

G_END_DECLS
