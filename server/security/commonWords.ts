/**
 * What people reach for first when they are asked for a password, written down for this program:
 * words for passwords, love, the sky and the year, animals, colours, food, sport, films and games,
 * music, faith, machines, places, names. `weakPassword.ts` also finds them capitalised, with digits
 * for letters, put together, doubled, and with dates, digits and signs around them.
 */
export const commonWords: ReadonlySet<string> = new Set(
  `
  password passwords passwort passwd passw pass passcode passphrase passkey contrasena senha
  parola motdepasse wachtwoord haslo salasana lozinka heslo sifre kennwort secret secrets
  topsecret letmein letme welcome welcomes login logon signin admin administrator root user
  username guest master default system server computer laptop internet website webmaster
  changeme change change-me newpassword oldpassword mypassword thepassword yourpassword
  nopassword apassword temp temporary test tester testing testtest example sample demo access
  security secure safe private public office company business manager support service account
  bank banking money budget finance finances wallet dollar euro cash credit invest savings
  paypal mastercard visa household family myfamily home homesweethome house myhouse kitchen
  garden ledger ledgerberry raspberry raspberrypi iloveyou iloveu loveyou iloveme ihateyou
  iloveyousomuch loveme lovely lover lovers love loves mylove truelove foreverlove lovelove
  lovehate iloveher ilovehim ilovejesus ilovegod iloveit imissyou missyou hateyou fuckyou
  fuckoff fuck fucker motherfucker shit bullshit asshole bitch biteme kissme suckme whatever
  whatsup nothing nobody someone somebody something anything everything forever always never
  together friend friends bestfriend bestfriends friendship baby babygirl babyboy babydoll
  mybaby girl girls boy boys woman women husband wife mother father mommy daddy mummy mama papa
  brother sister grandma grandpa children child kids son daughter sweet sweetheart sweetie
  sweetpea honey darling dearest angel angels cutie cutiepie gorgeous beautiful pretty princess
  prince queen king kings kingdom lady cowboy cowgirl playboy playgirl hotstuff hottie sexy
  sexygirl sexyboy sexybitch sexylady smile smiley smiling happy happiness lucky luckyme
  laughing funny crazy stupid perfect special awesome amazing fantastic wonderful incredible
  excellent legend legendary hello hellohello hellothere helloworld hellokitty goodbye
  goodmorning goodnight goodluck thankyou please sorry yes maybe okay hola bonjour ciao aloha
  namaste sunshine sunflower sunrise sunset sunny moon moonlight moonshine star stars starlight
  starfish stardust rainbow rainbows thunder lightning storm snow snowman snowball snowflake
  rain fire firefly fireball flame flames ice icecream water ocean river mountain mountains
  forest island beach summer winter spring autumn weekend holiday holidays vacation christmas
  halloween easter birthday newyear january february march april may june july august september
  october november december monday tuesday wednesday thursday friday saturday sunday jan feb mar
  apr jun jul aug sep oct nov dec today tomorrow yesterday midnight morning evening monkey
  monkeys dragon dragons dragonfly tiger tigers lion lions bear bears teddy teddybear panda wolf
  wolves werewolf eagle eagles falcon falcons hawk hawks raven ravens phoenix unicorn unicorns
  horse horses pony ponies donkey dog dogs doggy doggie puppy puppies cat cats kitty kitten
  kittens kittycat pussycat pussy fish goldfish dolphin dolphins shark sharks whale turtle
  turtles frog froggy frogger snake spider spiders scorpion butterfly butterflies ladybug
  ladybird bumblebee honeybee chicken duck ducks penguin penguins rabbit rabbits bunny bunnies
  mouse hamster squirrel elephant giraffe gorilla kangaroo koala leopard panther panthers
  cheetah jaguar cougar bulldog bulldogs pitbull rottweiler labrador poodle beagle chihuahua
  dachshund retriever mustang mustangs bronco broncos buffalo rooster gamecocks animal animals
  red blue green yellow orange purple pink black white gold golden silver brown grey blueeyes
  browneyes blackcat blackjack blackbird blackbelt redrose redsox whitesox greenday bluebird
  apple apples banana bananas oranges cherry cherries strawberry strawberries blueberry
  blackberry peach peaches peanut peanuts butter peanutbutter buttercup butterscotch cookie
  cookies cupcake cupcakes chocolate candy candycane sugar brownie pudding pumpkin pepper
  peppermint ginger vanilla cinnamon coffee cappuccino espresso tequila whiskey vodka beer
  budweiser heineken guinness corona wine pizza burger cheese cheeseburger cheesecake hotdog
  hotdogs bacon popcorn noodle noodles spaghetti macaroni potato tomato carrot pickle pickles
  onion mango lemon lemonade jellybean skittles snickers pepsi cocacola coke drpepper starbucks
  mcdonalds flower flowers rose roses daisy lily jasmine tulip orchid violet lavender marigold
  football soccer baseball basketball softball volleyball hockey tennis golf golfer golfing
  rugby cricket bowling boxing wrestling wrestler swimming swimmer running runner cycling
  skating skateboard skater snowboard surfing surfer gymnastics cheerleader cheer dance dancer
  dancing fishing hunting hunter fisherman racing racer motocross sport sports team player
  players coach champion champions winner winners victory goal goalie touchdown quarterback
  arsenal chelsea liverpool manchester manchesterunited manunited mancity tottenham everton
  celtic rangers newcastle barcelona realmadrid juventus milan intermilan bayern dortmund ajax
  benfica porto flamengo corinthians palmeiras bocajuniors riverplate galatasaray fenerbahce
  besiktas cowboys dallas dallascowboys steelers packers patriots redskins raiders chargers
  vikings giants jets saints seahawks yankees dodgers cubs braves mets lakers celtics bulls heat
  spurs rockets warriors knicks michaeljordan jordan kobe lebron ronaldo messi neymar beckham
  rooney gerrard zidane maradona pele iverson jeter tigerwoods federer nadal schumacher ferrari
  porsche lamborghini mercedes corvette camaro chevrolet chevy ford toyota honda nissan subaru
  suzuki yamaha kawasaki harley harleydavidson ducati volkswagen audi bmw dodge charger
  challenger viper cadillac volvo tesla superman batman spiderman wonderwoman ironman captain
  captainamerica avengers wolverine deadpool joker catwoman superstar supergirl superboy
  superhero starwars startrek skywalker lukeskywalker darthvader vader yoda jedi jedimaster
  stormtrooper millennium matrix trinity neo morpheus terminator predator gladiator spartan
  spartans godzilla kingkong harrypotter hogwarts gryffindor slytherin hermione dumbledore
  voldemort gandalf frodo legolas aragorn hobbit lordoftherings gameofthrones winteriscoming
  dracarys pokemon pikachu charizard digimon naruto sasuke sakura kakashi onepiece dragonball
  goku vegeta bleach sonic mario luigi supermario nintendo playstation xbox zelda minecraft
  fortnite roblox warcraft worldofwarcraft starcraft halo masterchief callofduty counterstrike
  counter strike halflife finalfantasy kingdomhearts assassin assassins metalgear runescape
  leagueoflegends simpsons simpson bartsimpson homer homersimpson southpark cartman kenny
  spongebob patrick scooby scoobydoo garfield snoopy tweety tweetybird winnie winniethepooh
  poohbear pooh tigger eeyore piglet mickey mickeymouse minnie minniemouse disney disneyland
  cinderella pocahontas tinkerbell tinker bell littlemermaid lionking simba hakunamatata nemo
  findingnemo toystory buzzlightyear frozen elsa barbie mylittlepony powerranger metallica
  slipknot nirvana pinkfloyd ledzeppelin beatles thebeatles rollingstones acdc ironmaiden
  megadeth slayer pantera linkinpark blink evanescence systemofadown rammstein korn depeche
  coldplay radiohead oasis bonjovi gunsnroses aerosmith motley elvis elvispresley madonna
  britney shakira rihanna beyonce eminem slimshady tupac snoopdogg fiftycent jayz kanye drake
  bieber justinbieber onedirection harrystyles taylorswift swiftie ladygaga jonasbrothers
  hannahmontana mileycyrus zacefron edwardcullen twilight bts blackpink music musical rock
  rocknroll rockstar rocker punk punkrock metal heavymetal hiphop rap rapper reggae bobmarley
  jazz guitar guitarist drummer drums piano violin saxophone trumpet singer jesus jesuschrist
  christ christian church godisgood godislove god godbless blessed blessing heaven heavenly
  faith hope grace glory praise prayer trust trustnoone believe spirit holyspirit gabriel
  michael satan devil lucifer hell demon demons evil death dead killer murder vampire zombie
  zombies ghost skull blood darkness dark shadow shadows night knight knights nightmare mystery
  magic magical magician wizard witch warlock sorcerer fantasy dream dreams dreamer dreaming
  destiny freedom liberty justice peace power powerful strong strength warrior soldier army
  marine marines navy airforce police fireman sniper killme destroyer gangster gangsta mafia
  pirate pirates ninja ninjas samurai karate kungfu bond jamesbond secretagent hacker hackers
  hacking anonymous cyber digital network wireless wifi router modem linux ubuntu debian windows
  microsoft macintosh android iphone samsung galaxy nokia motorola sony google googlechrome
  chrome facebook instagram twitter youtube snapchat tiktok whatsapp netflix amazon linkedin
  myspace yahoo hotmail gmail email outlook photoshop oracle cisco intel nvidia software
  hardware program programmer developer engineer engineering science scientist chemistry physics
  mathematics biology doctor nurse teacher student students school highschool college university
  education graduate america american usa unitedstates canada canadian mexico brazil brasil
  argentina colombia england london britain british ireland irish scotland scottish wales france
  french paris germany german berlin italy italia italian roma spain espana madrid portugal
  lisboa holland nederland amsterdam belgium sweden sverige norway denmark finland poland polska
  russia moscow ukraine turkey istanbul greece athens egypt africa nigeria kenya india indian
  mumbai delhi pakistan bangladesh indonesia malaysia singapore philippines manila vietnam
  thailand bangkok china chinese beijing shanghai hongkong taiwan japan japanese tokyo korea
  australia sydney melbourne newzealand newyork newyorkcity brooklyn manhattan boston chicago
  detroit philadelphia washington florida miami orlando texas houston austin california
  losangeles hollywood sanfrancisco sandiego lasvegas vegas seattle portland denver colorado
  arizona atlanta georgia carolina virginia michigan ohio alabama tennessee nashville memphis
  louisiana neworleans hawaii alaska james john robert william david richard joseph thomas
  charles christopher christophe daniel matthew anthony mark donald steven paul andrew joshua
  kenneth kevin brian george timothy ronald jason edward jeffrey ryan jacob gary nicholas eric
  jonathan stephen larry justin scott brandon benjamin samuel gregory alexander frank raymond
  jack dennis jerry tyler aaron jose adam nathan henry zachary douglas peter kyle noah ethan
  jeremy walter keith roger terry sean gerald carl dylan harold jesse bryan lawrence arthur
  bruce logan alan juan elijah willie albert wayne randy mason vincent liam roy bobby caleb
  bradley russell lucas oscar oliver charlie harry leo max maximus felix carlos luis miguel
  antonio francisco manuel alejandro fernando ricardo eduardo roberto sergio rafael diego pedro
  pablo javier martin andres alexandre mohammed muhammad mohamed ahmed ali hassan hussain
  ibrahim omar abdullah mary patricia jennifer linda elizabeth barbara susan jessica sarah karen
  lisa nancy betty sandra margaret ashley kimberly emily donna michelle carol amanda melissa
  deborah stephanie rebecca sharon laura cynthia dorothy amy kathleen angela shirley emma brenda
  pamela nicole anna samantha katherine christine helen debra rachel carolyn janet maria
  catherine heather diane olivia julie joyce victoria ruth lauren kelly christina joan evelyn
  judith andrea hannah megan cheryl jacqueline martha madison teresa gloria sara janice ann
  kathryn abigail sophia frances jean alice judy isabella julia amber denise danielle marilyn
  beverly charlotte natalie theresa diana brittany doris kayla alexis lori marie vanessa
  gabriela gabriella valentina alejandra daniela fernanda mariana camila lucia sofia isabel
  monica veronica claudia adriana priscilla bianca courtney lindsay lindsey taylor morgan
  savannah sabrina angelina angelica michaela mackenzie isabelle annabelle mariah cassandra
  alexandra alexandria anastasia natasha nadia fatima aisha buddy buster rocky bailey maggie
  molly sadie lucy chloe sophie bella coco lola oreo smokey sparky ranger duke zeus apollo
  hercules cooper tucker toby jake sammy samson rusty riley marley murphy winston loser losers
  noob genius einstein newton shakespeare napoleon cleopatra mozart picasso bigdaddy bigboy
  bigdog bigmac bigmoney biggie littleone littleman smallville tinytim fatboy slim hardcore
  hardrock hotrod lowrider speedy speed turbo nitro racecar trucker truck motorcycle airplane
  airborne pilot sailor boat sailing titanic rocket rocketman space spaceman astronaut alien
  aliens universe planet earth mars saturn jupiter venus neptune mercury pluto diamond diamonds
  crystal ruby emerald sapphire pearl jewel treasure platinum number numbers one two three four
  five six seven eight nine ten first second third last zero onetwothree onetwothreefour hundred
  thousand million millionaire billionaire infinity abc abcd abcde asdf asdfgh qwer qwert qwerty
  qwertz azerty zxcv zxcvbn blah blahblah lalala hahaha lolol nananana dadada tralala
  abracadabra opensesame supercalifragilisticexpialidocious chocolatecake
  correcthorsebatterystaple maytheforcebewithyou livelaughlove lovelaughlive liveyourlife
  carpediem hakuna timberlake wordpass drowssap p@ssword passion passionate unknown untitled
  username1 mobile cellphone telephone phone callme desktop keyboard monitor printer mousepad
  window door open close enter start stop restart reset begin control delete insert escape
  backspace capslock spacebar shift i a me my mine you your we us our the is am are be in on to
  at of for and or not no with im big little small tiny old new good bad best great super mega
  ultra real only just mister missy mr
  `
    .split(/\s+/)
    .filter(Boolean),
);
