// The page: its address, its controls and its worker. The network is in the worker, as Java; what comes from there is
// drawn once per frame at most. files.js takes names and models from outside, views.js shows the network.

const $ = id => document.getElementById(id)
const facts = JSON.parse($('facts').textContent)

// ---- what the page knows --------------------------------------------------------------------------------------

const CELLS = ['rnn', 'gru', 'lstm']
const VIEWS = ['train', 'read', 'back', 'break', 'unit', 'sample']
const MISTAKES = {'': 'the right gradient', tanh: "tanh' of s instead of z", carry: 'ro is not carried back',
  transpose: 'Whh is not transposed', clip: 'each element is clipped'}

// All of this is in the address, so that a link opens the same thing. batches: how many have been done; ask=no: the
// views show what they have at once.
const DEFAULTS = {view: 'train', name: 'tyrannosaurus', at: -1, unit: 0, off: [], mistake: '', temperature: 1, dice: 0,
  cell: 'rnn', hidden: 64, seed: 0, lr: 0.003, clip: 5, optimizer: 'adam', batch: 32, speed: 'fast', batches: 0,
  ask: 'yes'}
const state = {...DEFAULTS}

let lists = facts.lists, list = lists[0]
let model = facts.model, known = new Set(list.names), vocabulary = [], now = null, playing = false
let curve = [], checks = null, examples = []

const number = (text, least, most, otherwise) => {
  const value = Number(text)
  return text !== '' && Number.isFinite(value) && value >= least && value <= most ? value : otherwise
}

const clean = text => text.normalize('NFC').replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')

let address = ''             // as it was last read or written

function readAddress() {
  address = location.hash
  const asked = new URLSearchParams(location.hash.slice(1)), s = Object.assign(state, DEFAULTS), whole = Math.round
  const one = (name, of) => of.includes(asked.get(name)) ? asked.get(name) : s[name]
  const num = (name, least, most) => asked.has(name) ? number(asked.get(name), least, most, s[name]) : s[name]
  s.view = one('view', VIEWS)
  if (asked.has('name')) s.name = clean(asked.get('name')).slice(0, 60)
  s.at = whole(num('at', -1, 60))
  s.unit = whole(num('unit', 0, 1023))
  if (asked.has('off')) s.off = [...new Set(asked.get('off').split(',').map(i => whole(number(i, 0, 1023, -1))))]
    .filter(i => i >= 0)
  s.mistake = one('mistake', Object.keys(MISTAKES))
  s.temperature = num('temperature', 0.1, 2)
  s.dice = whole(num('dice', 0, 1e9))
  s.cell = one('cell', CELLS)
  s.hidden = whole(num('hidden', 1, 1024))
  s.seed = whole(num('seed', 0, 2147483647))
  s.lr = num('lr', 1e-6, 10)
  s.clip = num('clip', 0, 1000)
  s.optimizer = one('optimizer', ['adam', 'sgd'])
  s.batch = whole(num('batch', 1, 4096))
  s.speed = one('speed', ['fast', 'slow'])
  s.ask = one('ask', ['yes', 'no'])
  s.batches = whole(num('batches', 0, 1e6))
}

function writeAddress() {
  if (location.hash !== address) return   // another one was opened just now; hashchange is on its way
  const {off, ...rest} = state, words = new URLSearchParams(rest)
  for (const [name, value] of [...words]) if (value === '' || name === 'ask' && value === 'yes') words.delete(name)
  if (off.length) words.set('off', off.join())
  if (now) words.set('batches', now.batches)
  if (address === '#' + words) return
  try { history.replaceState(null, '', '#' + words) } catch { /* a browser that allows it only so often */ }
  address = location.hash
}

function say(text) {
  $('message').textContent = text
  $('message').hidden = !text
}

// ---- the worker -----------------------------------------------------------------------------------------------

const worker = new Worker(URL.createObjectURL(new Blob([$('worker').textContent], {type: 'text/javascript'})))
const ask = (what, more = {}) => worker.postMessage({do: what, ...more})
let frame = 0, told = null

worker.onmessage = ({data}) => heard[data.kind](data)
worker.onerror = e => say('The network could not start: ' + e.message)

const heard = {
  loaded() { begin(state.batches) },
  missing({text}) {
    say('This browser is too old for the page: it needs WebAssembly with garbage collection ' +
      '(Chrome or Edge 119, Firefox 120, Safari 18.2, or newer). [' + text + ']')
  },
  error({text}) { say(text) },
  begun(b) {
    vocabulary = [...b.vocabulary]
    state.hidden = $('hidden').value = b.hidden
    state.cell = $('cell').value = b.cell
    state.unit = Math.min(state.unit, b.hidden - 1)
    state.off = state.off.filter(i => i < b.hidden)
    $('unit').max = b.hidden - 1
    examples = b.examples
    now = told = null           // what was seen belongs to the network before
    wall()
    showView()
    changed()
    if (model && b.known < list.names.length) say(b.known === 0
      ? 'The model knows other letters than these names. It can be looked at; to train it, open the names it learnt.'
      : `The model knows the letters of ${b.known} of these ${list.names.length} names; the others are left out.`)
    document.body.dataset.ready = 'true'
    if (pending) ask('play', {on: true, to: pending})
  },
  state(s) {
    if (s.curve) curve = s.curve
    told = s
    if (!frame) frame = requestAnimationFrame(() => {
      frame = 0
      if (told) show(told)
      ask('drawn')
    })
  },
  next(n) { walk(n) },
  checking({share}) { $('checkProgress').textContent = Math.round(100 * share) + ' %' },
  checked(c) {
    checks = c
    $('checkProgress').textContent = ''
    $('check').disabled = false
    showCheck()
  },
  weights(w) { save(w) },
}

let pending = 0              // so many batches are to be done at once, as the address says

/** From the start, and then so many batches. */
function begin(batches = 0) {
  say('')
  stopWalk()
  curve = []
  checks = null
  showCheck()
  known = new Set(list.names)
  pending = batches
  $('listName').textContent = list.title
  ask('settings', {values: settings()})
  ask('watch', {view: watched()})
  ask('begin', {names: list.names, cell: state.cell, hidden: state.hidden, seed: state.seed, model})
}

const settings = () => ({batch: state.batch, lr: state.lr, clip: state.clip, optimizer: state.optimizer,
  mistake: state.mistake})

let watch = 0                // the number of what the worker was last asked to show; draw() waits until it has come
const watched = () => ({id: ++watch, view: state.view, name: state.name, at: state.at, unit: state.unit,
  off: state.off, examples, temperature: state.temperature, seed: state.dice, count: 14})

function changed(inSettings) {
  if (inSettings) ask('settings', {values: settings()})
  ask('watch', {view: watched()})
  writeAddress()
}

// ---- controls -------------------------------------------------------------------------------------------------

function choices(select, values, value) {
  const all = values.includes(value) ? values : [...values, value].sort((a, b) => a - b)
  select.replaceChildren(...all.map(v => make('option', {value: v, text: v === 0 ? 'never' : v})))
  select.value = value
}

function showControls() {
  choices($('lr'), [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1], state.lr)
  choices($('clip'), [0, 0.1, 0.5, 1, 5, 20], state.clip)
  choices($('batchSize'), [1, 4, 8, 16, 32, 64, 128, 256], state.batch)
  $('optimizer').value = state.optimizer
  $('speed').value = state.speed
  $('cell').value = state.cell
  $('hidden').value = state.hidden
  $('seed').value = state.seed
  $('name').value = state.name
  $('unit').value = state.unit
  $('temperature').value = state.temperature
  $('names').replaceChildren(...lists.map((l, i) => make('option', {value: i, text: `${l.title} (${l.names.length})`})),
    make('option', {value: 'file', text: 'a file \u2026'}), make('option', {value: 'typed', text: 'typed in \u2026'}))
  $('names').value = lists.indexOf(list)
}

const on = (id, event, act) => $(id).addEventListener(event, act)

on('play', 'click', () => {
  if (playing || walking) stop()
  else start()
})
on('batch', 'click', () => { stopWalk(); ask('step', {batches: 1}) })
on('epoch', 'click', () => { stopWalk(); ask('step', {}) })
on('start', 'click', () => {
  model = null
  begin()
})

function start() {
  slow = state.speed === 'slow'
  if (slow) ask('next')
  else ask('play', {on: true})
}

function stop() {
  stopWalk()
  ask('play', {on: false})
}

for (const [id, name] of [['lr', 'lr'], ['clip', 'clip'], ['batchSize', 'batch']]) {
  on(id, 'change', () => { state[name] = Number($(id).value); changed(true) })
}
on('optimizer', 'change', () => { state.optimizer = $('optimizer').value; changed(true) })
on('speed', 'change', () => {
  const was = playing || walking
  stop()
  state.speed = $('speed').value
  if (was) start()
  changed()
})
for (const [id, most] of [['hidden', 1024], ['seed', 2147483647]]) {
  on(id, 'change', () => {
    state[id] = Math.round(number($(id).value, id === 'hidden' ? 1 : 0, most, state[id]))
    $(id).value = state[id]
    model = null
    begin()
  })
}
on('cell', 'change', () => {
  state.cell = $('cell').value
  model = null
  begin()
})
on('names', 'change', () => {
  const value = $('names').value
  $('names').value = lists.indexOf(list)
  if (value === 'file') $('file').click()
  else if (value === 'typed') {
    $('typedNames').value = list.names.slice(0, 2000).join('\n')
    $('typedError').textContent = ''
    $('typed').showModal()
  } else {
    takeList(lists[value])
  }
})
on('controls', 'submit', event => event.preventDefault())

// ---- the beginning: when all scripts are there ----------------------------------------------------------------

addEventListener('DOMContentLoaded', () => {
  readAddress()
  if (model) state.batches = 0
  if (model && Number.isInteger(model.settings?.seed)) state.seed = Math.max(0, model.settings.seed)
  $('tuning').open = innerWidth > 900
  showAll()
  ask('load', {wasm: $('wasm').textContent.trim()})
})
addEventListener('resize', () => now && draw())
addEventListener('hashchange', () => {
  now = null
  readAddress()
  showAll()
  begin(state.batches)
})

function showAll() {
  showControls()
  showCheck()
  showView()
}
