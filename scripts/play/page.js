// The page: its controls, its six views and its address. The network is in the worker, as Java; what comes from there
// is drawn once per frame at most.

const $ = id => document.getElementById(id)
const facts = JSON.parse($('facts').textContent)

// ---- what the page knows --------------------------------------------------------------------------------------

const VIEWS = ['train', 'read', 'back', 'break', 'unit', 'sample']
const MISTAKES = {'': 'the right gradient', tanh: "tanh' of s instead of z", carry: 'ro is not carried back',
  transpose: 'Whh is not transposed', clip: 'each element is clipped'}

// All of this is in the address, so that a link opens the same thing. batches: how many have been done.
const state = {view: 'train', name: 'tyrannosaurus', at: -1, unit: 0, off: [], mistake: '', temperature: 1, dice: 0,
  hidden: 64, seed: 0, lr: 0.003, clip: 5, optimizer: 'adam', batch: 32, speed: 'fast', batches: 0}

let lists = [{title: facts.title || 'dinosaur names', names: facts.names}], list = lists[0]
let model = facts.model, known = new Set(list.names), vocabulary = [], now = null, playing = false
let curve = [], checks = null, examples = []

const number = (text, least, most, otherwise) => {
  const value = Number(text)
  return text !== '' && Number.isFinite(value) && value >= least && value <= most ? value : otherwise
}

const clean = text => text.normalize('NFC').replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')

function readAddress() {
  const asked = new URLSearchParams(location.hash.slice(1)), s = state, whole = Math.round
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
  s.hidden = whole(num('hidden', 1, 1024))
  s.seed = whole(num('seed', 0, 2147483647))
  s.lr = num('lr', 1e-6, 10)
  s.clip = num('clip', 0, 1000)
  s.optimizer = one('optimizer', ['adam', 'sgd'])
  s.batch = whole(num('batch', 1, 4096))
  s.speed = one('speed', ['fast', 'slow'])
  s.batches = whole(num('batches', 0, 1e6))
}

function writeAddress() {
  const {off, ...rest} = state, words = new URLSearchParams(rest)
  for (const [name, value] of [...words]) if (value === '') words.delete(name)
  if (off.length) words.set('off', off.join())
  if (now) words.set('batches', now.batches)
  try { history.replaceState(null, '', '#' + words) } catch { /* a browser that allows it only so often */ }
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
    state.unit = Math.min(state.unit, b.hidden - 1)
    state.off = state.off.filter(i => i < b.hidden)
    $('unit').max = b.hidden - 1
    examples = b.examples
    wall()
    if (model && b.known < list.names.length) say(b.known === 0
      ? 'The model knows other letters than these names. It can be looked at; to train it, open the names it learnt.'
      : `The model knows the letters of ${b.known} of these ${list.names.length} names; the others are left out.`)
    document.body.dataset.ready = 'true'
    if (pending) {
      ask('play', {on: true, to: pending})
      pending = 0
    }
  },
  state(s) {
    if (s.curve) curve = s.curve
    told = s
    if (!frame) frame = requestAnimationFrame(() => {
      frame = 0
      show(told)
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
  ask('begin', {names: list.names, hidden: state.hidden, seed: state.seed, model})
}

const settings = () => ({batch: state.batch, lr: state.lr, clip: state.clip, optimizer: state.optimizer,
  mistake: state.mistake})

const watched = () => ({view: state.view, name: state.name, at: state.at, unit: state.unit, off: state.off, examples,
  temperature: state.temperature, seed: state.dice, count: 20})

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
  else if (state.speed === 'slow') ask('next')
  else ask('play', {on: true})
})
on('batch', 'click', () => { stopWalk(); ask('step', {batches: 1}) })
on('epoch', 'click', () => { stopWalk(); ask('step', {}) })
on('start', 'click', () => {
  model = null
  begin()
})

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
  if (was) state.speed === 'slow' ? ask('next') : ask('play', {on: true})
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
on('names', 'change', () => {
  const value = $('names').value
  $('names').value = lists.indexOf(list)
  if (value === 'file') $('file').click()
  else if (value === 'typed') {
    $('typedNames').value = list.names.slice(0, 2000).join('\n')
    $('typedError').textContent = ''
    $('typed').showModal()
  } else {
    list = lists[value]
    model = null
    showControls()
    begin()
  }
})
on('controls', 'submit', event => event.preventDefault())

// ---- names and models from outside ----------------------------------------------------------------------------

/** The names in a text, one a line. What is no such list is refused with a sentence. */
function namesIn(text) {
  const lines = text.split(/\r\n|\n|\r/).map(line => line.normalize('NFC').replace(/^[\p{Cf}\s]+|[\p{Cf}\s]+$/gu, ''))
    .filter(line => line)
  const like = (pattern, share) => lines.filter(line => pattern.test(line)).length > share * lines.length
  if (like(/[\t;,|]/, 0.5)) throw Error('This looks like a table; one name a line is needed.')
  if (/^\s*[{[<]/.test(text) && like(/[<>{}"[\]]/, 0.5)) throw Error('This is no list of names; one name a line is needed.')
  const odd = lines.findIndex(line => /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\uFFFD\u202A-\u202E\u2066-\u2069]/u.test(line))
  if (odd >= 0) throw Error(`Line ${odd + 1} holds a character that no name may hold; plain text in UTF-8 is needed.`)
  if (lines.some(line => [...line].length > 1000)) throw Error('A line is too long for a name.')
  if (new Set(lines).size < 10) throw Error(`10 different names or more are needed, not ${new Set(lines).size}.`)
  return lines
}

function modelIn(text) {
  let m
  try { m = JSON.parse(text) } catch { throw Error('This is not whole JSON.') }
  const letters = typeof m.vocabulary === 'string' ? [...m.vocabulary] : [], V = letters.length, H = m.hidden
  const matrix = (rows, n, k) => Array.isArray(rows) && rows.length === n && rows.every(row => Array.isArray(row) &&
    row.length === k && row.every(a => typeof a === 'number' && Math.abs(a) <= 1e9))
  if (m.format !== 'dino-rnn/1') throw Error('This is no model: "format" must be "dino-rnn/1".')
  if (V < 2 || letters[0] !== ' ' || letters.some((c, i) => i > 1 && c.codePointAt(0) <= letters[i - 1].codePointAt(0))) {
    throw Error('"vocabulary" must be \' \' and then letters in ascending order.')
  }
  if (!Number.isInteger(H) || H < 1 || H > 1024) throw Error('"hidden" must be a whole number from 1 to 1024.')
  if (!matrix(m.Wxh, V, H) || !matrix(m.Whh, H, H) || !matrix(m.Who, H, V)) {
    throw Error('"Wxh", "Whh" and "Who" must be rows of numbers, V x H, H x H and H x V.')
  }
  return m
}

async function take(file) {
  try {
    if (file.size > 50e6) throw Error('The file is too long.')
    const bytes = new Uint8Array(await file.arrayBuffer())
    const wide = bytes[0] === 0xFF && bytes[1] === 0xFE ? 'utf-16le' : bytes[0] === 0xFE && bytes[1] === 0xFF ? 'utf-16be' : ''
    const text = new TextDecoder(wide || 'utf-8').decode(bytes)
    if (/^\s*\{/.test(text)) {
      model = modelIn(text)
      const s = model.settings || {}
      if (Number.isInteger(s.seed) && s.seed >= 0 && s.seed <= 2147483647) state.seed = s.seed
      begin()
    } else takeNames(namesIn(text), file.name.slice(0, 60))
    showControls()
  } catch (e) {
    say(`${file.name.slice(0, 60)}: ${e.message}`)
  }
}

function takeNames(names, title) {
  list = {title, names}
  lists = [lists[0], list]
  model = null
  if (!names.includes(state.name)) state.name = names[0]
  showControls()
  begin()
}

on('file', 'change', () => {
  if ($('file').files[0]) take($('file').files[0])
  $('file').value = ''
})
addEventListener('dragover', event => event.preventDefault())
addEventListener('drop', event => {
  event.preventDefault()
  if (event.dataTransfer.files[0]) take(event.dataTransfer.files[0])
})
on('takeTyped', 'click', () => {
  try {
    takeNames(namesIn($('typedNames').value), 'typed in')
    $('typed').close()
  } catch (e) {
    $('typedError').textContent = e.message
  }
})

on('download', 'click', () => ask('weights'))

/** model.json, as train writes it; the losses are those of the network as it stands. */
function save({Wxh, Whh, Who, train, valid, test, epoch}) {
  const rows = M => M.map(row => [...row])
  const json = {format: 'dino-rnn/1', vocabulary: vocabulary.join(''), hidden: Whh.length,
    settings: {data: list === lists[0] ? facts.data : list.title, hidden: Whh.length, epochs: epoch, batch: state.batch,
      lr: state.lr, optimizer: state.optimizer, clip: state.clip, seed: state.seed, init: model ? 'a model' : null},
    loss: {train, valid, test, epoch}, Wxh: rows(Wxh), Whh: rows(Whh), Who: rows(Who)}
  if (![...json.Wxh, ...json.Whh, ...json.Who].flat().every(Number.isFinite)) {
    say('There is nothing to keep: a weight is no longer a number.')
    return
  }
  const link = make('a', {download: 'model.json', href: URL.createObjectURL(
    new Blob([JSON.stringify(json) + '\n'], {type: 'application/json'}))})
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60000)
}

// ---- views: ask first, then look ------------------------------------------------------------------------------

// look: what to look for; ask: the question and what one may answer; then: what is said of an answer, from what is seen.
const views = {
  train: {lesson: '6', look: 'Look for the epoch from which the blue curve no longer falls while the orange one does: from there on it learns its names by heart.',
    ask: () => `Before it has learnt anything, each of the ${vocabulary.length} letters is equally likely to it: a loss of ${Math.log(vocabulary.length).toFixed(2)} nats per character. Where will the validation loss be after two epochs?`,
    options: ['still nearly there', 'a good deal lower', 'near 0'],
    then: said => curve.length < 3 ? `You said: ${said}. Press One epoch, twice.` :
      `You said: ${said}. It went from ${curve[0].valid.toFixed(2)} to ${curve[2].valid.toFixed(2)} in two epochs.`},
  read: {lesson: '3', look: 'Type. Look for letters after which it is sure, and for those that surprise it (orange).',
    ask: () => `It has read \u201c${state.name}\u201d. Which letter will it expect next?`, options: null,
    then: said => guessed(said)},
  back: {lesson: '4', look: 'The error ro travels from the right to the left. Look how fast it shrinks, and which letters the guess depends on (the darker, the more).',
    ask: () => 'The error of the last letter travels back to the first, one letter at a time. Where is it smallest?',
    options: ['at the first letters', 'in the middle', 'it is the same everywhere'],
    then: said => smallest(said)},
  break: {lesson: '5', look: 'Train with a mistake in the gradient. Look at the loss: does it show the mistake? Then check.',
    ask: () => 'There is a mistake in backprop: ro is not carried back. Training goes on with this wrong gradient. Will the loss still fall?',
    options: ['yes, it falls', 'no, it stays', 'it grows'],
    then: said => `You said: ${said}. Choose the mistake, press Play, and then check the gradient.`},
  unit: {lesson: '8', look: 'Look for a unit that stands for something: vowels, the start, an ending. Then switch it off.',
    ask: () => `One of the ${state.hidden} hidden units is switched off. What happens to the validation loss?`,
    options: ['hardly anything', 'it rises by about a half', 'the network forgets everything'],
    then: said => `You said: ${said}. Switch it off; and try other units.`},
  sample: {lesson: '7', look: 'Only the temperature changes, the random numbers stay. Look which letters of a name change first.',
    ask: () => 'The temperature falls from 1 to 0.5. What happens to the names it invents?',
    options: ['more like real ones', 'wilder', 'nothing'],
    then: said => `You said: ${said}. Move the slider.`},
}

let answers = {}
try { answers = JSON.parse(localStorage.getItem('dino-play')) || {} } catch { /* a browser that keeps nothing */ }
function answer(view, said) {
  answers[view] = said
  try { localStorage.setItem('dino-play', JSON.stringify(answers)) } catch { /* as above */ }
  showView()
}

const letterName = (i, atZero) => i === 0 ? atZero : vocabulary[i] === ' ' ? '\u2423' : vocabulary[i]

function guessed(said) {
  const p = now && now.shown && now.shown.probabilities
  if (!p) return ''
  const row = [...p[p.length - 1]], order = row.map((_, i) => i).sort((a, b) => row[b] - row[a])
  const place = order.findIndex(i => vocabulary[i] === said || i === 0 && said === 'end') + 1, best = order[0]
  const percent = i => Math.round(100 * row[i]) + ' %'
  return `You said ${said}. It expects ${letterName(best, 'the end')} most (${percent(best)}); ` + (place
    ? `yours is in place ${place} of ${row.length} (${percent(order[place - 1])}).` : 'yours is none of its letters.') +
    (now.batches === 0 ? ' But it has learnt nothing yet: all letters are about equally likely.' : '')
}

function smallest(said) {
  const errors = now && now.shown && now.shown.errors
  if (!errors) return ''
  const norms = errors.map(norm), least = norms.indexOf(Math.min(...norms)), where = read(least)
  return `You said: ${said}. It is smallest at step ${least + 1} (${where}): ` +
    `${norms[least].toExponential(1)}; largest ${Math.max(...norms).toExponential(1)}.`
}

const norm = row => Math.sqrt(row.reduce((sum, a) => sum + a * a, 0))

function showView() {
  const view = views[state.view], said = answers[state.view]
  for (const tab of document.querySelectorAll('[role=tab]')) {
    const chosen = tab.dataset.view === state.view
    tab.setAttribute('aria-selected', chosen)
    tab.tabIndex = chosen ? 0 : -1
    if (chosen) $('view').setAttribute('aria-labelledby', tab.id)
  }
  document.body.dataset.view = state.view
  $('look').replaceChildren(view.look + ' ', make('em', {text: `Lesson ${view.lesson} explains it: ./jbang lesson ${view.lesson}`}))
  $('ask').hidden = said !== undefined
  $('answer').hidden = said === undefined
  $('verdict').hidden = !said
  if (said === undefined) {
    $('question').textContent = view.ask()
    if (view.options) {
      $('options').replaceChildren(...view.options.map(text => {
        const button = make('button', {type: 'button', text})
        button.addEventListener('click', () => answer(state.view, text))
        return button
      }))
    } else {
      const input = make('input', {maxlength: 2, 'aria-label': 'the next letter', autocomplete: 'off'})
      const button = make('button', {type: 'submit', text: 'Look'})
      $('options').replaceChildren(input, button)
    }
  }
  $('typing').hidden = state.view === 'train' || state.view === 'sample'
  $('reading').hidden = !['read', 'back', 'break', 'unit'].includes(state.view) && !(state.view === 'train' && walking)
  $('targets').hidden = state.view !== 'back'
  $('smallCurve').style.display = state.view === 'train' ? 'none' : ''
  $('side').hidden = state.view === 'unit' || state.view === 'break'
  for (const name of ['train', 'break', 'unit', 'sample']) $('panel-' + name).hidden = state.view !== name
  showCode()
  if (now) draw()
}

on('ask', 'submit', event => {
  event.preventDefault()
  const said = clean($('options').querySelector('input')?.value || '').slice(0, 2)
  if (said) answer(state.view, said)
})
on('skip', 'click', () => answer(state.view, ''))

function go(view) {
  stopWalk()
  state.view = view
  if (now) now.shown = null     // what was seen belongs to the view before
  showView()
  changed()
}

for (const tab of document.querySelectorAll('[role=tab]')) {
  tab.addEventListener('click', () => go(tab.dataset.view))
  tab.addEventListener('keydown', event => {
    const to = VIEWS.indexOf(tab.dataset.view) + {ArrowRight: 1, ArrowLeft: -1}[event.key]
    if (!VIEWS[to]) return
    $('tab-' + VIEWS[to]).focus()
    go(VIEWS[to])
  })
}

// ---- drawing --------------------------------------------------------------------------------------------------

function show(s) {
  const batchesBefore = now && now.batches
  now = s
  if (s.watched.view !== state.view) now.shown = null
  playing = s.playing
  if (!playing && batchesBefore !== s.batches) writeAddress()
  $('play').textContent = playing || walking ? 'Pause' : 'Play'
  for (const id of ['play', 'batch', 'epoch']) $(id).disabled = s.of === 0
  $('status').textContent = s.of === 0 ? 'a model; its names are not here' :
    `epoch ${s.epoch}, ${s.from} of ${s.of} names, batch ${s.batches}` +
    (s.playing && s.speed ? `, ${Math.round(s.speed / 1000)} thousand characters/s` : '') +
    (state.mistake ? `; wrong gradient: ${MISTAKES[state.mistake]}` : '')
  const last = curve[curve.length - 1] || {}
  const figure = value => Number.isFinite(value) ? value.toFixed(3) : '\u2013'
  $('trainLoss').textContent = figure(last.train)
  $('validLoss').textContent = figure(last.valid)
  $('norm').textContent = figure(s.norm)
  texts($('invented'), s.invented.map(name => [name || '(empty)', known.has(name) ? 'known' : 'new']))
  $('nameError').textContent = s.watched.name === state.name && s.error || ''
  draw()
}

function draw() {
  drawCurves()
  const view = views[state.view], said = answers[state.view]
  if (said) $('verdict').textContent = view.then(said)
  if (walking || !now.shown || said === undefined) return
  drawing[state.view](now.shown)
}

function drawCurves() {
  const levels = Object.entries(now.levels).map(([name, value]) => ({name, value}))
  const all = curve.flatMap(p => [p.train, p.valid]).concat(levels.map(l => l.value)).filter(Number.isFinite)
  if (!all.length) return
  const epochs = Math.max(5, now.epoch), least = Math.min(...all) - 0.1
  const most = Math.min(Math.max(...all) + 0.1, (now.levels.uniform || 3) + 1)
  const series = [{name: 'training', colour: ORANGE, values: curve.map(p => [p.epoch, p.train])},
    {name: 'validation', colour: BLUE, values: curve.map(p => [p.epoch, p.valid])}]
  const svg = state.view === 'train' ? $('curve') : $('smallCurve')
  curves(svg, {series, levels, least, most, epochs, label: state.view === 'train' ? 'epoch; loss in nats per character' : ''})
  svg.setAttribute('aria-label', `Loss by epoch: training ${$('trainLoss').textContent}, validation ${$('validLoss').textContent}`)
  if (state.view !== 'train') return
  const norms = curve.filter(p => Number.isFinite(p.norm)).map(p => [p.epoch, p.norm])
  const longest = Math.max(1, ...norms.map(([, v]) => v))
  curves($('normCurve'), {series: [{name: 'norm', colour: GREEN, values: norms}], levels: [], least: 0,
    most: Math.min(longest, 100), epochs, label: ''})
  $('normCurve').setAttribute('aria-label', 'The longest gradient of each epoch, before it is clipped')
}

/** The letter read at step t. */
const read = t => t === 0 ? 'start' : [...state.name][t - 1]

/** Columns of the letters: rise, an orange bar; shade, behind the letter; press, what a press does. */
function letters(columns, width) {
  const box = $('letters')
  while (box.children.length < columns.length) {
    const button = make('button', {type: 'button', class: 'letter'}, make('b'), make('div', {class: 'rise'}, make('i')), make('span'))
    button.addEventListener('click', () => button.press && button.press())
    box.append(button)
  }
  while (box.children.length > columns.length) box.lastChild.remove()
  columns.forEach((c, t) => {
    const button = box.children[t], [name, rise, text] = button.children
    button.className = t === 0 && c.name === 'start' ? 'letter start' : 'letter'
    button.style.width = width + 'px'
    button.setAttribute('aria-pressed', !!c.pressed)
    button.setAttribute('aria-label', c.title)
    button.title = c.title
    button.press = c.press
    button.dataset.lit = c.lit || ''
    name.textContent = c.name === ' ' ? '\u2423' : c.name
    name.style.background = c.shade === undefined ? '' : `rgba(0, 114, 178, ${(0.75 * c.shade).toFixed(3)})`
    rise.firstChild.style.height = Math.round(44 * Math.max(0, Math.min(1, c.rise || 0))) + 'px'
    rise.firstChild.style.opacity = c.rise === null ? 0 : 1
    text.textContent = c.text
  })
}

const columnWidth = T => Math.max(18, Math.min(46, Math.floor($('letters').parentElement.clientWidth / T)))
const stripHeight = () => state.view === 'unit' || state.view === 'break' ? 70 : 190

function drawStrip(rows, size, chosen, alt) {
  strip($('strip'), rows, columnWidth(rows.length), stripHeight(), size, chosen)
  $('strip').setAttribute('aria-label', alt)
}

let looking = null           // the step whose guess is shown; null: the last

function drawReading({states, probabilities}) {
  const name = [...state.name], T = states.length, at = looking !== null && looking < T ? looking : T - 1
  const index = c => vocabulary.indexOf(c, 1)
  const surprise = name.map((c, t) => -Math.log(probabilities[t][index(c)]))
  letters(states.map((_, t) => ({name: read(t), pressed: t === at, lit: 'loss', rise: t ? surprise[t - 1] / 6 : null,
    text: t ? surprise[t - 1].toFixed(1) : '', title: t ? `${read(t)}: a surprise of ${surprise[t - 1].toFixed(2)} nats` : 'the start',
    press: () => { looking = t; draw() }})), columnWidth(T))
  drawStrip(states, 1, state.view === 'unit' ? state.unit : null,
    `The hidden state, ${states[0].length} units, after each letter of ${state.name}`)
  $('stripSays').textContent = 'a column is the hidden state after a letter, a row is a unit; orange: the surprise in nats'
  const p = probabilities[at], order = [...p.keys()].sort((a, b) => p[b] - p[a]).slice(0, 12)
  $('sideTitle').textContent = at === T - 1 ? 'Next letter (press it to type it)' : `After ${name.slice(0, at).join('') || 'the start'}`
  $('bars').dataset.lit = 'softmax'
  const percent = v => (100 * v).toFixed(v < 0.0995 ? 1 : 0) + ' %'
  bars($('bars'), order.map(i => ({name: letterName(i, 'end'), value: p[i], text: percent(p[i]),
    colour: at < T - 1 && vocabulary[i] === name[at] && i > 0 ? ORANGE : BLUE, title: `${letterName(i, 'the end')}: ${percent(p[i])}`})), 1,
    k => {
      if (order[k] === 0) return
      type(name.slice(0, at).join('') + vocabulary[order[k]])
    })
}

function drawBack({errors, inputs, states}) {
  const T = errors.length, norms = errors.map(norm), most = Math.max(...norms), pull = Math.max(...inputs)
  const next = t => t === T - 1 ? 'end' : read(t + 1)
  letters(errors.map((_, t) => ({name: read(t), pressed: state.at === t, shade: inputs[t] / (pull || 1), rise: norms[t] / (most || 1),
    text: norms[t] ? norms[t].toExponential(0) : '0', lit: 'back',
    title: `${read(t)}: norm of ro ${norms[t].toExponential(2)}; press for the loss of the guess after it, ${next(t)}`,
    press: () => { state.at = state.at === t ? -1 : t; changed() }})), columnWidth(T))
  drawStrip(errors, Math.max(...errors.map(row => Math.max(...row.map(Math.abs)))), null,
    `ro, the error at each of ${states[0].length} units, on its way back through ${state.name}`)
  $('stripSays').textContent = 'a column is ro at a letter; orange: its norm; blue behind a letter: how much the loss depends on it'
  $('allTargets').setAttribute('aria-pressed', state.at < 0)
  $('sideTitle').textContent = state.at < 0 ? 'The loss of all letters; norm of ro' :
    `The loss of one guess: ${next(Math.min(state.at, T - 1))} after ${read(Math.min(state.at, T - 1))}; norm of ro`
  const shown = [...norms.keys()].reverse().slice(0, 14)
  bars($('bars'), shown.map(t => ({name: read(t), value: norms[t], text: norms[t].toExponential(1), colour: ORANGE,
    title: `${read(t)}: ${norms[t].toExponential(2)}`})), most, null)
}

function drawUnit(u) {
  drawReading(u)
  const off = state.off.includes(state.unit)
  $('off').checked = off
  $('unit').value = state.unit
  $('allOn').hidden = !state.off.length
  $('unitLoss').textContent = u.on === null ? '' : !state.off.length ? `Validation loss with all units: ${u.on.toFixed(4)}` :
    `Validation loss with all units ${u.on.toFixed(4)}, without ${state.off.length > 3 ? state.off.length + ' of them' : 'unit ' + state.off.join(', ')} ${u.off.toFixed(4)}`
  const order = u.drive.map((_, i) => i).sort((a, b) => Math.abs(u.drive[b]) - Math.abs(u.drive[a])).slice(0, 12)
  bars($('drive'), order.map(i => ({name: letterName(i, 'start'), value: u.drive[i], text: u.drive[i].toFixed(1),
    colour: u.drive[i] < 0 ? '#2166ac' : '#b2182b', title: `${letterName(i, 'start')}: weight ${u.drive[i].toFixed(2)}`})),
    Math.abs(u.drive[order[0]]), null)
  u.values.forEach((values, n) => {
    const spans = $('wall').children[n]?.children
    if (spans) values.slice(1).forEach((v, t) => {
      if (!spans[t]) return
      spans[t].style.background = colour(v)
      spans[t].style.color = inkOn(v)
    })
  })
}

function wall() {
  $('wall').replaceChildren(...examples.map(name => make('div', {}, ...[...name].map(c => make('span', {text: c})))))
}

function drawSample({names, cold}) {
  $('T').textContent = state.temperature.toFixed(2)
  $('atT').textContent = `at temperature ${state.temperature.toFixed(2)}`
  const mark = name => known.has(name) ? 'known' : 'new'
  const rows = $('samples').tBodies[0]
  rows.replaceChildren(...names.map((name, i) => make('tr', {}, make('td', {text: cold[i] || '(empty)'}),
    make('td', {text: name || '(empty)'}), make('td', {class: mark(name), text: mark(name)}))))
  const of = all => all.filter(name => known.has(name)).length
  $('sampleSays').textContent = `Of ${names.length} names ${of(names)} are known, ${names.length - of(names)} new; at temperature 1, ${of(cold)} known.`
}

const drawing = {train() {}, read: drawReading, back: drawBack, break: drawReading, unit: drawUnit, sample: drawSample}

// ---- what one can do in a view --------------------------------------------------------------------------------

function type(text) {
  const lower = text.toLowerCase()
  state.name = [...text].every(c => vocabulary.includes(c)) ? text : [...lower].every(c => vocabulary.includes(c)) ? lower : text
  if ($('name').value !== state.name) $('name').value = state.name
  looking = null
  state.at = Math.min(state.at, [...state.name].length)
  changed()
}

on('name', 'input', () => type(clean($('name').value).slice(0, 60)))
on('allTargets', 'click', () => { state.at = -1; changed() })
on('strip', 'click', event => {
  if (state.view === 'back' || !now || !now.shown) return
  const box = $('strip').getBoundingClientRect()
  state.unit = Math.max(0, Math.min(state.hidden - 1, Math.floor(state.hidden * (event.clientY - box.top) / box.height)))
  if (state.view === 'unit') changed()
  else go('unit')
})
on('unit', 'change', () => {
  state.unit = Math.round(number($('unit').value, 0, state.hidden - 1, state.unit))
  changed()
})
on('off', 'change', () => {
  state.off = $('off').checked ? [...state.off, state.unit] : state.off.filter(i => i !== state.unit)
  changed()
})
on('allOn', 'click', () => { state.off = []; changed() })
on('temperature', 'input', () => { state.temperature = Number($('temperature').value); changed() })
on('dice', 'click', () => { state.dice += 20; changed() })

for (const [mistake, title] of Object.entries(MISTAKES)) {
  const input = make('input', {type: 'radio', name: 'mistake', value: mistake})
  input.addEventListener('change', () => { state.mistake = mistake; changed(true); showCheck() })
  $('mistakes').append(make('label', {}, input, ' ' + title))
}
on('check', 'click', () => {
  $('check').disabled = true
  ask('check', {name: state.name, mistake: state.mistake})
})

function showCheck() {
  for (const input of $('mistakes').querySelectorAll('input')) input.checked = input.value === state.mistake
  $('checked').hidden = !checks
  $('checkSays').textContent = ''
  if (!checks) {
    $('check').disabled = false
    return
  }
  $('checked').tBodies[0].replaceChildren(...checks.lines.map(({matrix, numbers: [error, row, column, a, n, ok]}) =>
    make('tr', {}, make('td', {text: 'd' + matrix}), make('td', {class: 'number', text: error.toExponential(1)}),
      make('td', {text: `[${row}][${column}]`}), make('td', {class: 'number', text: a.toFixed(9)}),
      make('td', {class: 'number', text: n.toFixed(9)}), make('td', {class: ok ? 'OK' : 'NOT', text: ok ? 'OK' : 'NOT OK'}))))
  const right = checks.lines.every(({numbers}) => numbers[5])
  $('checkSays').textContent = `After batch ${checks.batches}, on ${checks.name}, with ${MISTAKES[checks.mistake]}: ` +
    (right ? 'backprop and central differences agree.' : 'they do not agree, whatever the loss does.') +
    (checks.leftOut ? ` (Of ${checks.leftOut + 1} rows one was checked.)` : '')
}

// ---- slow: one name goes through ------------------------------------------------------------------------------

let walking = null

function stopWalk() {
  if (!walking) return
  clearTimeout(walking.timer)
  walking = null
  state.name = $('name').value
  lit('')
  showView()
  $('play').textContent = playing ? 'Pause' : 'Play'
}

/** Forward letter by letter, back letter by letter, and then the step. */
function walk({name, states, probabilities, errors}) {
  walking = {t: 0, timer: 0}
  const own = walking, T = states.length, chars = [...name], norms = errors.map(norm), most = Math.max(...norms)
  const guess = t => probabilities[t][t < chars.length ? vocabulary.indexOf(chars[t], 1) : 0]
  $('play').textContent = 'Pause'
  showView()
  function moment() {
    if (walking !== own) return
    const k = own.t++, forward = k < T, t = forward ? k : 2 * T - 1 - k
    if (k === 2 * T) {
      lit('adam')
      ask('step', {batches: 1})
      own.timer = setTimeout(() => walking === own && ask('next'), 700)
      return
    }
    lit(forward ? 'step' : 'back')
    const rows = forward ? states.map((row, i) => i <= t ? row : row.map(() => 0)) : errors.map((row, i) => i >= t ? row : row.map(() => 0))
    letters(states.map((_, i) => ({name: i ? chars[i - 1] : 'start', pressed: i === t, title: '', lit: '',
      rise: forward ? i <= t ? -Math.log(guess(i)) / 6 : 0 : i >= t ? norms[i] / most : 0,
      text: forward ? i <= t ? (-Math.log(guess(i))).toFixed(1) : '' : i >= t ? norms[i].toExponential(0) : ''})), columnWidth(T))
    drawStrip(rows, forward ? 1 : Math.max(...errors.map(row => Math.max(...row.map(Math.abs)))), null, `${name}, step ${t + 1}`)
    $('stripSays').textContent = forward ? 'forward: the hidden state after each letter; orange: the surprise of the letter that comes next'
      : 'back: ro, from the last letter to the first; orange: its norm'
    $('sideTitle').textContent = `It expects, after ${chars.slice(0, t).join('') || 'the start'}`
    const p = probabilities[t], order = [...p.keys()].sort((a, b) => p[b] - p[a]).slice(0, 10)
    bars($('bars'), order.map(i => ({name: letterName(i, 'end'), value: p[i], text: Math.round(100 * p[i]) + ' %',
      colour: i === (t < chars.length ? vocabulary.indexOf(chars[t], 1) : 0) ? ORANGE : BLUE, title: ''})), 1, null)
    own.timer = setTimeout(moment, forward ? 260 : 160)
  }
  moment()
}

// ---- the code beside it ---------------------------------------------------------------------------------------

// Which line of the code is at work, by a text in it.
const LINES = {step: 's = step(', softmax: 'softmax(scores(', loss: 'crossEntropy(p.yHat', back: 'roNext = roStep(',
  learn: 'lossAndGradient(', adam: 'optimize.adam('}

function showCode() {
  if ($('code').view === state.view) return
  $('code').view = state.view
  $('code').replaceChildren(...(facts.code[state.view] || []).flatMap(({title, text}) => [make('h3', {text: title}),
    make('pre', {}, ...text.split('\n').map(line => {
      const comment = line.search(/\/\/|^ *\/?\*/)
      return comment < 0 ? make('span', {text: line || ' '})
        : make('span', {}, line.slice(0, comment), make('i', {text: line.slice(comment)}))
    }))]))
  $('code').scrollTop = 0
}

function lit(what) {
  for (const line of $('code').querySelectorAll('span')) {
    const at = !!what && !!LINES[what] && line.textContent.includes(LINES[what])
    line.classList.toggle('lit', at)
    if (at) $('code').scrollTop = line.offsetTop - $('code').clientHeight / 2
  }
}

for (const event of ['mouseover', 'focusin']) {
  $('answer').addEventListener(event, ({target}) => {
    const what = target.closest?.('[data-lit]')?.dataset.lit || (target.id === 'strip' ? state.view === 'back' ? 'back' : 'step' : '')
    if (what && !walking) lit(what)
  })
}

// ---- the beginning --------------------------------------------------------------------------------------------

readAddress()
if (model && Number.isInteger(model.settings?.seed)) state.seed = Math.max(0, model.settings.seed)
if (model) state.batches = 0
showControls()
showCheck()
$('tuning').open = innerWidth > 900
showView()
addEventListener('resize', () => now && draw())
addEventListener('hashchange', () => {
  readAddress()
  showControls()
  showCheck()
  showView()
  begin(state.batches)
})
ask('load', {wasm: $('wasm').textContent.trim()})
