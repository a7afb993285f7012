# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the real program from outside, over AT-SPI and the keyboard, as an assistive tool would."""

import atexit
import itertools
import os
import re
import subprocess
import sys
import time

import gi

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, Gio, GLib  # noqa: E402

BIN = os.environ['DDI_E2E_BIN']
PROGRAM = os.path.join(BIN, 'dunkin-demand')
CLI = os.path.join(BIN, 'dunkin-demand-cli')
# A sandbox numbers its processes by itself: there the program is the only one on the display but the portal, which
# shows its file dialogs.
SANDBOX = 'DDI_E2E_SANDBOX' in os.environ
PSQL = os.path.join(BIN, 'psql') if SANDBOX else 'psql'
PORTAL = 'xdg-desktop-portal-gtk'
# Longer than anything takes on a busy machine; nothing waits that long unless it fails.
PATIENCE = int(os.environ.get('DDI_E2E_PATIENCE', '120'))
# The first action of these is what a click does; an entry's first one cuts its text.
BUTTONS = {'push button', 'toggle button', 'menu item'}
# What GTK calls a control that nobody named.
UNNAMED = re.compile(r'^(Gtk|Adw|Ddi)[A-Z]')
CONTROLS = {'push button', 'toggle button', 'entry', 'password text', 'combo box', 'check box', 'radio button',
            'spin button', 'switch', 'slider', 'table', 'tree table', 'list', 'page tab list'}


class Failure(Exception):
    pass


class Node:
    """What the program tells of one widget. It was true when it was told; calls ask anew."""

    def __init__(self, bus, place, parent, index, interfaces, name, role, description, states):
        self.bus, self.place, self.parent, self.index = bus, place, parent, index
        self.interfaces, self.name, self.description = interfaces, name, description
        # AT-SPI says 'button' since 2.53 where it said 'push button'.
        self.role = 'push button' if role == 'button' else role
        self.states = states

    def call(self, interface, method, *arguments):
        """Answers of a method of org.a11y.atspi.*; GLib.Error where the widget has gone."""
        parameters = GLib.Variant(f'({arguments[0]})', arguments[1:]) if arguments else None
        return self.bus.call_sync(*self.place, f'org.a11y.atspi.{interface}', method, parameters, None,
                                  Gio.DBusCallFlags.NONE, 10000, None).unpack()

    def read(self, interface, name):
        return self.bus.call_sync(*self.place, 'org.freedesktop.DBus.Properties', 'Get',
                                  GLib.Variant('(ss)', (f'org.a11y.atspi.{interface}', name)), None,
                                  Gio.DBusCallFlags.NONE, 10000, None).unpack()[0]

    def has(self, interface):
        return f'org.a11y.atspi.{interface}' in self.interfaces

    def shows(self, state):
        return bool(self.states[int(state) // 32] & 1 << int(state) % 32)

    def extents(self):
        """x, y, width and height in the window."""
        return self.call('Component', 'GetExtents', 'u', int(Atspi.CoordType.WINDOW))[0]

    def has_room(self):
        """GTK 4.8 calls everything visible; what is on another page of a stack has no size yet."""
        try:
            return self.has('Component') and min(self.extents()[2:]) > 0
        except GLib.Error:
            return False

    def ancestors(self):
        node = self
        while node := node.parent:
            yield node

    def toplevel(self):
        """The place in the program of the window that it is in."""
        node = self
        while node.parent and node.parent.role != 'application':
            node = node.parent
        return node.index

    def name_missing(self):
        """What there is to say of a control without a name of its own; None of all others."""
        if self.role not in CONTROLS or (self.name and not UNNAMED.match(self.name)):
            return None
        # GTK's own parts of a drop-down or a table that has a name, and libadwaita's own lists inside rows.
        if self.parent.role in ('combo box', 'tree table') and not UNNAMED.match(self.parent.name or 'Gtk'):
            return None
        if self.role == 'list' and any(node.role == 'list item' for node in self.ancestors()):
            return None
        # The cross of libadwaita 1.2's toast.
        if self.parent.name == 'AdwToastWidget':
            return None
        names = [node.name or node.role for node in self.ancestors()]
        return f'{self.role} {self.name!r} in {" < ".join(names[:4])}'


class Tree:
    """The widgets of a program. GTK 4 tells of all at once, as it keeps them for assistive tools; GTK 3 tells so only
    of what somebody has asked for, and is asked node by node."""

    def __init__(self, is_ours):
        session = Gio.bus_get_sync(Gio.BusType.SESSION)
        address = session.call_sync('org.a11y.Bus', '/org/a11y/bus', 'org.a11y.Bus', 'GetAddress', None, None,
                                    Gio.DBusCallFlags.NONE, -1, None).unpack()[0]
        flags = Gio.DBusConnectionFlags
        self.bus = Gio.DBusConnection.new_for_address_sync(
            address, flags.AUTHENTICATION_CLIENT | flags.MESSAGE_BUS_CONNECTION, None, None)
        desktop = self.told(('org.a11y.atspi.Registry', '/org/a11y/atspi/accessible/root'))
        programs = (self.told(place) for place in desktop.call('Accessible', 'GetChildren')[0])
        self.root = next((program for program in programs if is_ours(self, program)), None)

    def process(self, node):
        return self.bus.call_sync('org.freedesktop.DBus', '/', 'org.freedesktop.DBus', 'GetConnectionUnixProcessID',
                                  GLib.Variant('(s)', (node.place[0],)), None, Gio.DBusCallFlags.NONE, -1,
                                  None).unpack()[0]

    def told(self, place, parent=None, index=0):
        """A node that is asked for everything."""
        node = Node(self.bus, place, parent, index, (), '', '', '', (0, 0))
        role = node.call('Accessible', 'GetRoleName')[0]
        return Node(self.bus, place, parent, index, node.call('Accessible', 'GetInterfaces')[0],
                    node.read('Accessible', 'Name'), role, node.read('Accessible', 'Description'),
                    node.call('Accessible', 'GetState')[0])

    def walk(self):
        """Node by node, a parent before its children."""
        stack = [self.root]
        while stack:
            node = stack.pop()
            yield node
            try:
                places = node.call('Accessible', 'GetChildren')[0]
                stack.extend(self.told(place, node, index) for index, place in reversed(list(enumerate(places))))
            except GLib.Error:
                continue

    def _items(self):
        return self.bus.call_sync(self.root.place[0], '/org/a11y/atspi/cache', 'org.a11y.atspi.Cache', 'GetItems', None, None,
                                  Gio.DBusCallFlags.NONE, 10000, None).unpack()[0]

    def _open(self, places):
        """Asks for the children of all of them at once: GTK's cache tells of a widget once somebody has asked for it."""
        waiting = len(places)

        def answered(bus, result):
            nonlocal waiting
            waiting -= 1
            try:
                bus.call_finish(result)
            except GLib.Error:  # it has gone again
                pass
        for place in places:
            self.bus.call(*place, 'org.a11y.atspi.Accessible', 'GetChildren', None, None, Gio.DBusCallFlags.NONE, 10000,
                          None, answered)
        while waiting > 0:
            GLib.MainContext.default().iteration(True)

    def read(self):
        """All at once, a parent before its children."""
        opened = set()
        items = self._items()
        while new := {item[0] for item in items} - opened:
            self._open(new)
            opened |= new
            items = self._items()
        children = {}
        for item in items:
            children.setdefault(item[2], []).append(item)
        stack = [self.root]
        while stack:
            node = stack.pop()
            yield node
            for place, _, _, index, _, interfaces, name, role, description, states in sorted(
                    children.get(node.place, ()), key=lambda item: item[3], reverse=True):
                stack.append(Node(self.bus, place, node, index, interfaces, name, Atspi.role_get_name(Atspi.Role(role)),
                                  description, states))


def cli(*arguments, status=0):
    """Runs the command-line program and returns what it printed."""
    done = subprocess.run([CLI, *arguments], capture_output=True, text=True)
    if done.returncode != status:
        raise Failure(f'{arguments} ended with {done.returncode}: {done.stdout}{done.stderr}')
    return done.stdout


def sql(text, *options):
    """Asks the program's own database, as its owner: the program's role sees no row without a person's session. The
    options say which."""
    uri = cli(*options, 'server', 'uri', '--role', 'owner').strip()
    try:
        done = subprocess.run([PSQL, '-X', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-d', uri, '-c', text],
                              capture_output=True, text=True, check=True)
    except subprocess.CalledProcessError as error:
        raise Failure(error.stderr) from error
    return [line.split('|') for line in done.stdout.splitlines()]


class Program:
    def __init__(self, *arguments):
        self.process = subprocess.Popen([PROGRAM, *arguments])
        atexit.register(self.kill)
        self.tree = self.wait(self._find_tree, 'the program in the accessibility tree')
        # What the keys go to, as the program tells it.
        self.focused = None
        self.listener = Atspi.EventListener.new(self._focused_cb)
        self.listener.register('object:state-changed:focused')

    def _find_tree(self):
        tree = Tree(self._is_ours)
        return tree if tree.root and tree.root.read('Accessible', 'ChildCount') > 0 else None

    def _is_ours(self, tree, program):
        return program.name != PORTAL if SANDBOX else tree.process(program) == self.process.pid

    def wait(self, question, what):
        """Asks until the answer is true; lets AT-SPI's events in between."""
        end = time.monotonic() + PATIENCE
        context = GLib.MainContext.default()
        while time.monotonic() < end:
            while context.iteration(False):
                pass
            if self.process.poll() is not None:
                raise Failure(f'the program ended with {self.process.returncode} before there was {what}')
            try:
                answer = question()
            except GLib.Error:
                answer = None
            if answer:
                return answer
            time.sleep(0.1)
        raise Failure(f'there was no {what}; the window shows:\n{self.describe()}')

    def nodes(self):
        """Every node, a parent before its children; those that have no room in the window, too."""
        return self.tree.read()

    def find(self, name, role=None):
        """The first node with room in the window whose name matches the pattern, now; None where there is none."""
        pattern = re.compile(name)
        return next((node for node in self.nodes() if pattern.search(node.name)
                     and (role is None or node.role == role) and node.has_room()), None)

    def expect(self, name, role=None):
        return self.wait(lambda: self.find(name, role), f'“{name}”' + (f' ({role})' if role else ''))

    def gone(self, name, role=None):
        self.wait(lambda: self.find(name, role) is None, f'end of “{name}”')

    def describe(self):
        lines = []
        try:
            for node in itertools.islice((node for node in self.nodes() if node.name and node.has_room()), 600):
                lines.append(f'  {node.role}: {node.name!r}')
        except GLib.Error as error:
            lines.append(str(error))
        return '\n'.join(lines)

    def _find_windows(self):
        whose = ['--name', '.'] if SANDBOX else ['--pid', str(self.process.pid)]
        return subprocess.run(['xdotool', 'search', '--onlyvisible', *whose],
                              capture_output=True, text=True).stdout.split()

    # The window manager that is not there would have given the focus.
    def focus(self):
        # xdotool gives up where a window closes under its search: ask again.
        window = self.wait(self._find_windows, 'window on the display')
        subprocess.run(['xdotool', 'windowfocus', '--sync', window[-1]], check=False)
        return window[-1]

    def keys(self, *names):
        self.focus()
        subprocess.run(['xdotool', 'key', '--clearmodifiers', *names], check=True)

    def _focused_cb(self, event):
        if event.detail1:
            try:
                self.focused = self.tree.told((event.source.app.bus_name, event.source.path))
            except GLib.Error:  # it has gone again
                pass

    def _moved_focus(self, before):
        """The node that has the focus now, where that is another than before. GTK 4.8 tells of no change in a dialog,
        but each control knows its state."""
        nodes = list(self.nodes())
        windows = [node for node in nodes if node.parent is self.tree.root]
        if self.focused or len(windows) < 2:
            return self.focused
        now = next((node for node in nodes if node.shows(Atspi.StateType.FOCUSED)
                    and node.toplevel() == windows[-1].index), None)
        return now if now and (before is None or now.place != before.place) else None

    def tab_to(self, name, key='Tab'):
        """Goes on with Tab until what has the focus has a name that matches the pattern."""
        passed = []
        node = None
        for _ in range(60):
            self.focused = None
            self.keys(key)
            node = self.wait(lambda: self._moved_focus(node), 'focus that moves on')
            passed.append(node.name or node.role)
            if re.search(name, passed[-1]):
                return
        raise Failure(f'{key} does not come to “{name}”, only to {passed}; the window shows:\n{self.describe()}')

    def write(self, text):
        self.focus()
        subprocess.run(['xdotool', 'type', '--delay', '5', text], check=True)

    def click(self, node):
        """By its action where it has one, by the mouse otherwise."""
        try:
            if node.role in BUTTONS and node.read('Action', 'NActions') > 0 and node.call('Action', 'DoAction', 'i', 0)[0]:
                return
        except GLib.Error:
            pass
        self.point(node)

    def open_menu(self, name):
        """Through the menu button's inner button, which is the one with an action."""
        def inner():
            return next((node for node in self.nodes() if re.search(name, node.name) and node.parent
                         and re.search(name, node.parent.name) and node.has_room()), None)
        self.focus()
        self.wait(inner, f'menu button “{name}”').call('Action', 'DoAction', 'i', 0)

    def point(self, node):
        """With the mouse."""
        x, y, width, height = node.extents()
        window = self.focus()
        subprocess.run(['xdotool', 'mousemove', '--window', window, str(x + width // 2), str(y + height // 2),
                        'click', '1'], check=True)

    def press(self, name, role=None):
        self.click(self.expect(name, role))

    def fill(self, name, text):
        """As a person does: a click, the keys, Enter."""
        self.click(self.expect(name, 'text'))
        self.keys('ctrl+a')
        self.write(text)
        self.keys('Return')

    def choose_item(self, menu, name, position):
        """An item of a menu; GTK 4.18 tells assistive tools no name of it, and then its position counts,
        from the end where it is negative."""
        def item():
            items = [node for node in self.nodes() if node.role == 'menu item' and node.has_room()]
            named = [node for node in items if re.search(name, node.name)]
            nameless = -len(items) <= position < len(items) and not any(node.name for node in items)
            return named[0] if named else items[position] if nameless else None
        self.open_menu(menu)
        self.click(self.wait(item, f'menu item “{name}”'))

    def choose_file(self, path, button):
        """In the file dialog that has the button: GTK's own, or in a sandbox the portal's."""
        (Portal(self) if SANDBOX else self)._choose_file(path, button)

    def _choose_file(self, path, button):
        """In GTK's file dialog, the window that has the button (GTK 4.8 gives it no role): a slash opens the
        location entry where a name's is not there already. It takes the path at once; key by key, GTK 4.18
        completes from a folder it has not read, and complains about itself."""
        def entry():
            return next((node for node in self.nodes() if node.role == 'text' and node.has('EditableText')
                         and node.toplevel() == dialog and node.has_room()), None)
        self.settle()
        dialog = self.expect(button, 'push button').toplevel()
        if entry() is None:
            self.write('/')
        self.wait(entry, 'entry of the file dialog').call('EditableText', 'SetTextContents', 's', path)
        self.settle()
        self.press(button, 'push button')

    def settle(self):
        """Until two looks a moment apart show the same: a dialog has come, a page has loaded."""
        before = None
        for _ in range(40):
            now = self.describe()
            if now == before:
                return
            before = now
            time.sleep(0.5)

    def picture(self, path):
        subprocess.run(['import', '-window', 'root', path], check=False)

    def unnamed(self):
        """Controls that a screen reader would call by their type, or not at all. Of what is on another page of a stack
        GTK 4.18 tells the room that it had, but no name, not even a label's."""
        nodes = list(self.nodes())
        named, labelled = set(), set()
        for node in nodes:
            around = {node.place, *(holder.place for holder in node.ancestors())}
            if node.name:
                named |= around
            if node.role == 'label':
                labelled |= around
        hidden = labelled - named
        return (told for node in nodes if (told := node.name_missing()) and node.has_room()
                and not any(holder.place in hidden for holder in (node, *node.ancestors())))

    def close(self):
        self.keys('ctrl+q')
        try:
            status = self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired as error:
            raise Failure('the program did not end after Ctrl+Q') from error
        if status != 0:
            raise Failure(f'the program ended with {status}')

    def kill(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()


class Portal(Program):
    """What the desktop shows for a program in a sandbox."""

    def __init__(self, program):
        self.process = program.process
        # What there is to describe where no dialog comes.
        self.tree = program.tree
        self.tree = self.wait(self._find_tree, 'dialog of the portal')

    def _is_ours(self, tree, program):
        return program.name == PORTAL

    def nodes(self):
        """GTK 3 gives room to what it does not show, too."""
        return (node for node in self.tree.walk() if node.shows(Atspi.StateType.SHOWING))


def run(*tests):
    """Runs the functions in order and reports in TAP; each builds on the one before."""
    print(f'1..{len(tests)}', flush=True)
    failed = False
    for number, test in enumerate(tests, 1):
        name = test.__name__.replace('_', '-')
        if failed:
            print(f'not ok {number} {name}', flush=True)
            continue
        try:
            test()
            print(f'ok {number} {name}', flush=True)
        except Exception as error:  # a test reports whatever went wrong
            failed = True
            for line in f'{type(error).__name__}: {error}'.splitlines():
                print(f'# {line}', flush=True)
            print(f'not ok {number} {name}', flush=True)
    sys.exit(1 if failed else 0)
